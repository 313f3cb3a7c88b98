package io.labelstream.deploy;

import java.net.URI;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.plugin.PluginUtils;

/** A process that reads from S3 as Flink does, with a provider of credentials that it is given. */
final class S3Reader {

  private S3Reader() {}

  public static void main(String[] arguments) throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("s3.aws.credentials.provider", arguments[0]);
    FileSystem.initialize(
        configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
    Path path = new Path("s3://labelstream/images/");
    FileSystem.get(URI.create("s3://labelstream/")).getFileStatus(path);
  }
}
