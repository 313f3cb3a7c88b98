package io.labelstream.vision;

import ai.djl.util.Utils;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/**
 * The process-wide switches of DJL and the native libraries, which are read once, at their start.
 */
final class NativeLibraries {

  private static final String LIBRARY_PATH = "TENSORFLOW_LIBRARY_PATH";
  private static final String NO_TELEMETRY = "OPT_OUT_TRACKING";
  private static final String OFFLINE = "ai.djl.offline";
  private static final String[] TENSORFLOW = {
    "libtensorflow_framework.so.2", "libtensorflow_cc.so.2", "libjnitensorflow.so"
  };
  private static final String[] TENSORFLOW_MAC = {
    "libtensorflow_framework.2.dylib", "libtensorflow_cc.2.dylib", "libjnitensorflow.dylib"
  };

  private static final String[] ONNX_RUNTIME = {"libonnxruntime.so", "libonnxruntime4j_jni.so"};
  private static final String[] ONNX_RUNTIME_MAC = {
    "libonnxruntime.dylib", "libonnxruntime4j_jni.dylib"
  };

  private NativeLibraries() {}

  /** Has to run before any class of JavaCPP is initialised. */
  static void configure() {
    // JavaCPP weighs resident memory against the Java heap, which says nothing of a model's memory.
    setIfAbsent("org.bytedeco.javacpp.maxBytes", "0");
    setIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    // Parallelism comes from tasks: one thread each, in the task's own thread, measured as fastest.
    setIfAbsent("ai.djl.tensorflow.num_intraop_threads", "1");
    setIfAbsent("ai.djl.tensorflow.num_interop_threads", "-1");
    String unpacked = Utils.getEnvOrSystemProperty(LIBRARY_PATH);
    if (unpacked != null) {
      // JavaCPP's cache would have to be writable, even where it has everything.
      setIfAbsent("org.bytedeco.javacpp.pathsFirst", "true");
      setIfAbsent("org.bytedeco.javacpp.platform.preloadpath", unpacked);
    }
  }

  /**
   * Unpacks TensorFlow from the classpath into JavaCPP's cache and points DJL at it, unless the
   * environment names a folder where all libraries are already, as {@link UnpackedLibraries} makes
   * it. Left alone, DJL downloads TensorFlow, which fails behind a firewall, and tells its makers
   * where it runs.
   *
   * @throws IOException if it cannot be unpacked, or DJL cannot be kept from telling
   */
  static void prepareTensorFlow() throws IOException {
    configure();
    silenceDjl();
    configureTensorFlow();
    if (Utils.getEnvOrSystemProperty(LIBRARY_PATH) != null) {
      return;
    }
    String platform = Loader.getPlatform();
    System.setProperty(
        LIBRARY_PATH,
        unpack(
            "TensorFlow",
            "/org/tensorflow/internal/c_api/" + platform + "/",
            platform.startsWith("macosx") ? TENSORFLOW_MAC : TENSORFLOW));
  }

  /**
   * Does the same for ONNX Runtime, which left alone unpacks itself into a new temporary folder at
   * each start.
   *
   * @throws IOException if it cannot be unpacked, or it or DJL cannot be kept from telling
   */
  static void prepareOnnxRuntime() throws IOException {
    configure();
    silenceDjl();
    // Or DJL loads TensorFlow as well, for operations that ONNX Runtime's arrays do not have.
    setIfAbsent("ai.djl.onnx.disable_alternative", "true");
    // Those that all sessions would share; ours have none beside the caller's.
    setIfAbsent("ai.djl.onnxruntime.num_threads", "1");
    setIfAbsent("ai.djl.onnxruntime.num_interop_threads", "1");
    String unpacked = Utils.getEnvOrSystemProperty(LIBRARY_PATH);
    boolean mac = Loader.getPlatform().startsWith("macosx");
    String[] libraries = mac ? ONNX_RUNTIME_MAC : ONNX_RUNTIME;
    if (unpacked == null || !Files.exists(Path.of(unpacked, libraries[0]))) {
      unpacked =
          unpack(
              "ONNX Runtime",
              "/ai/onnxruntime/native/" + (mac ? "osx-aarch64" : "linux-x64") + "/",
              libraries);
    }
    setIfAbsent("onnxruntime.native.path", unpacked);
    // DJL makes the one environment of the process.
    ai.djl.engine.Engine.getEngine(Engine.ONNXRUNTIME.djlName());
    try {
      OrtEnvironment.getEnvironment().setTelemetry(false);
    } catch (OrtException e) {
      throw new IOException("ONNX Runtime cannot be kept from telling: " + e.getMessage(), e);
    }
  }

  /** Gives the system the memory back that native code has freed, which glibc keeps. */
  static void returnFreedMemory() {
    try {
      NativeLibrary.getProcess().getFunction("malloc_trim").invokeInt(new Object[] {0L});
    } catch (UnsatisfiedLinkError e) {
      // Another C library has no such function.
      return;
    }
  }

  /** Unpacks libraries of the classpath and returns the folder that has them all. */
  private static String unpack(String title, String folder, String... libraries)
      throws IOException {
    String unpacked = "";
    for (String name : libraries) {
      URL resource = NativeLibraries.class.getResource(folder + name);
      if (resource == null) {
        throw new IOException(
            title + " for " + Loader.getPlatform() + " is not on the classpath: " + folder + name);
      }
      unpacked = Loader.cacheResource(resource).getParent();
    }
    return unpacked;
  }

  /**
   * When its engine is initialised, DJL asks a cloud's metadata service for the machine's id and
   * sends it to a bucket of its makers. The offline switch ends that as well, but it would also
   * keep DJL from downloading models for other jobs of the process, so it is the last resort.
   */
  private static void silenceDjl() throws IOException {
    System.setProperty(NO_TELEMETRY, "true");
    if (!isSilent()) {
      // A variable of the environment wins, and any value but true lets DJL report.
      System.setProperty(OFFLINE, "true");
    }
    if (!isSilent()) {
      throw new IOException(
          "the environment makes DJL report to its makers: unset DJL_OFFLINE and "
              + NO_TELEMETRY
              + ", or set one of them to true");
    }
  }

  private static boolean isSilent() {
    return Boolean.parseBoolean(Utils.getEnvOrSystemProperty(NO_TELEMETRY))
        || Utils.isOfflineMode();
  }

  /** Sets what TensorFlow reads from the environment alone. */
  private static void configureTensorFlow() {
    // Its notes at start-up go to stderr past every logger; warnings and errors still go there.
    setEnvironmentIfAbsent("TF_CPP_MIN_LOG_LEVEL", "1");
    // The graph has operators that only oneDNN has; TensorFlow leaves it off on older processors.
    setEnvironmentIfAbsent("TF_ENABLE_ONEDNN_OPTS", "1");
    // Variables hold the kernels, and nothing ever writes them: lay them out for oneDNN once.
    setEnvironmentIfAbsent("TF_ONEDNN_ASSUME_FROZEN_WEIGHTS", "1");
    // Its own allocator keeps the weights' memory for ever, after their model is closed.
    setEnvironmentIfAbsent("TF_ONEDNN_USE_SYSTEM_ALLOCATOR", "1");
  }

  private static void setEnvironmentIfAbsent(String name, String value) {
    NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {name, value, 0});
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
