package io.labelstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * Our images, built as the Dockerfiles say, on base images that stand in for those of the registry:
 * Debian's JRE, and Flink's jars from Maven. A base image is made once for each content of its
 * recipe.
 */
final class BuiltImages {

  static final String JOB = "localhost/labelstream-job:test";
  static final String FACADE = "localhost/labelstream-facade:test";
  static final String VERSION = "0.0.0-test";
  static final String REVISION = "0123456789abcdef0123456789abcdef01234567";

  private static final Path RECIPES = Path.of("src/test/resources/images");
  private static final Path RELEASE = Path.of("/etc/os-release");
  private static final String REGISTRY = "docker.io/library/";

  private final ContainerTools tools;
  private String jre = "";

  private BuiltImages(ContainerTools tools) {
    this.tools = tools;
  }

  static BuiltImages build(ContainerTools tools) throws IOException, InterruptedException {
    BuiltImages images = new BuiltImages(tools);
    images.makeBases();
    images.build("job", JOB);
    images.build("facade", FACADE);
    // What the same names stood for until now.
    tools.podman("image", "prune", "--force");
    return images;
  }

  /** An image that has a JRE and little else. */
  String jre() {
    return jre;
  }

  private void makeBases() throws IOException, InterruptedException {
    Path script = RECIPES.resolve("jre.sh");
    jre = "localhost/stand-in/jre:" + key(Files.readString(script) + ContainerTools.text(RELEASE));
    if (!tools.hasImage(jre)) {
      Path tar = tools.folder().resolve("jre.tar");
      tools.run(List.of("sh", script.toString(), tar.toString()));
      tools.podman("import", "--quiet", "--change", "CMD=bash", tar.toString(), jre);
      Files.delete(tar);
    }
    Path recipe = RECIPES.resolve("Containerfile.flink");
    String flink = "localhost/stand-in/flink:" + key(jre + Files.readString(recipe) + flinkJars());
    if (!tools.hasImage(flink)) {
      tools.run(
          List.of(
              "buildah",
              "build",
              "--isolation=chroot",
              "--pull-never",
              "--quiet",
              "--build-arg=JRE=" + jre,
              "--file=" + recipe,
              "--tag=" + flink,
              "target"));
    }
    // Under the names by which the Dockerfiles know them.
    tools.podman("tag", jre, REGISTRY + BaseImages.tag("JRE_IMAGE"));
    tools.podman("tag", flink, REGISTRY + BaseImages.tag("FLINK_IMAGE"));
  }

  private void build(String image, String name) throws IOException, InterruptedException {
    tools.run(
        List.of(
            "buildah",
            "build",
            "--isolation=chroot",
            "--pull-never",
            "--quiet",
            // The one that has HEALTHCHECK.
            "--format=docker",
            "--build-arg=VERSION=" + VERSION,
            "--build-arg=REVISION=" + REVISION,
            "--file=deploy/docker/" + image + "/Dockerfile",
            "--tag=" + name,
            "."));
  }

  /** Names have versions, so that they say what is in them. */
  private static String flinkJars() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (String folder : List.of("flink/lib", "test-flink/lib", "test-plugins/s3-fs-hadoop")) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("target", folder))) {
        jars.forEach(jar -> names.add(jar.toString()));
      }
    }
    return String.join("\n", names);
  }

  private static String key(String recipe) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(recipe.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
