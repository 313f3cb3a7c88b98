package io.labelstream.notices;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Which artifacts the pom shades into which jar. */
record ShadedJars(Map<String, List<Pattern>> patterns) {

  private static final String NAMED =
      "//plugin[artifactId='maven-shade-plugin']//execution[configuration/outputFile]";

  /** The jars whose artifacts the pom names, by the name of the file without its ending. */
  static ShadedJars read(Path pom) throws Exception {
    Document document =
        DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(pom.toFile());
    XPath path = XPathFactory.newDefaultInstance().newXPath();
    Map<String, List<Pattern>> jars = new LinkedHashMap<>();
    for (Node execution : nodes(path, NAMED, document)) {
      String file = path.evaluate("configuration/outputFile", execution);
      jars.put(
          file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.jar$", ""),
          nodes(path, "configuration/artifactSet/includes/include", execution).stream()
              .map(include -> pattern(include.getTextContent()))
              .toList());
    }
    return new ShadedJars(jars);
  }

  boolean holds(String jar, Artifact artifact) {
    return patterns.getOrDefault(jar, List.of()).stream()
        .anyMatch(pattern -> pattern.matcher(artifact.name()).matches());
  }

  private static Pattern pattern(String include) {
    return Pattern.compile(include.replace(".", "\\.").replace("*", ".*"));
  }

  private static List<Node> nodes(XPath path, String expression, Object from) throws Exception {
    NodeList found = (NodeList) path.evaluate(expression, from, XPathConstants.NODESET);
    return IntStream.range(0, found.getLength()).mapToObj(found::item).toList();
  }
}
