package io.labelstream.notices;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code NAME.cdx.json} and {@code NAME-third-party.txt} for each jar and image. */
public final class Notices {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String EVERYTHING = "labelstream";
  private static final String JOB = "labelstream-job";
  private static final String JOB_IMAGE = "labelstream-job-image";

  private Notices() {}

  /**
   * @param arguments the pom, the folder with what is known of artifacts, the bill of all
   *     dependencies, the folder of jars that go into Flink's {@code lib/}, and the folder to write
   *     into; all artifacts' jars are on the class path
   */
  public static void main(String[] arguments) throws Exception {
    try {
      write(
          Path.of(arguments[0]),
          Path.of(arguments[1]),
          Path.of(arguments[2]),
          Path.of(arguments[3]),
          Path.of(arguments[4]));
    } catch (UnlicensedException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void write(Path pom, Path known, Path all, Path flinkLib, Path output)
      throws Exception {
    ObjectNode bill = (ObjectNode) JSON.readTree(all.toFile());
    List<Artifact> artifacts = artifacts(bill, classPath());
    LicenceTexts licences = LicenceTexts.read(known.resolve("licences"));
    Notes notes =
        Notes.take(
            artifacts,
            KnownPart.read(known.resolve("known-parts.tsv")),
            List.of(JOB_IMAGE),
            licences);
    artifacts.forEach(artifact -> Bill.addTo(artifact.component(), notes.knownOf(artifact)));
    Files.createDirectories(output);
    for (Map.Entry<String, Predicate<Artifact>> holder : holders(pom, flinkLib).entrySet()) {
      String name = holder.getKey();
      List<Artifact> held = artifacts.stream().filter(holder.getValue()).toList();
      List<KnownPart> parts = notes.knownOf(name);
      JSON.writeValue(
          output.resolve(name + ".cdx.json").toFile(), new Bill(bill).of(name, held, parts));
      Files.writeString(
          output.resolve(name + "-third-party.txt"),
          new ThirdPartyFile(licences, notes).of(name, held, parts));
    }
  }

  private static Map<String, Predicate<Artifact>> holders(Path pom, Path flinkLib)
      throws Exception {
    ShadedJars shaded = ShadedJars.read(pom);
    Map<String, Predicate<Artifact>> holders = new TreeMap<>();
    holders.put(EVERYTHING, artifact -> true);
    shaded.patterns().keySet().forEach(jar -> holders.put(jar, a -> shaded.holds(jar, a)));
    try (Stream<Path> files = Files.list(flinkLib)) {
      Set<String> library =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      holders.put(
          JOB_IMAGE,
          artifact ->
              shaded.holds(JOB, artifact)
                  || library.contains(artifact.jar().getFileName().toString()));
    }
    return holders;
  }

  /** CycloneDX also lists what only tests have; what runs is on the class path. */
  private static List<Artifact> artifacts(ObjectNode bill, Map<String, Path> jars) {
    Map<String, Path> left = new HashMap<>(jars);
    List<Artifact> artifacts = new ArrayList<>();
    bill.path("components")
        .forEach(
            node -> {
              Path jar = left.remove(Artifact.fileName((ObjectNode) node));
              if (jar != null) {
                artifacts.add(new Artifact((ObjectNode) node, jar));
              }
            });
    if (!left.isEmpty()) {
      throw new IllegalStateException("Not in the bill of all dependencies: " + left.keySet());
    }
    return artifacts;
  }

  private static Map<String, Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.toString().endsWith(".jar"))
        .collect(Collectors.toMap(path -> path.getFileName().toString(), path -> path));
  }
}
