package io.labelstream.vision;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The JDK's encoder, at a quality that leaves a picture nearly as it was. */
final class JpegEncoder {

  private static final float QUALITY = 0.95f;

  private JpegEncoder() {}

  static byte[] encode(IIOImage image, boolean progressive) throws IOException {
    return write((writer, parameters) -> image, progressive);
  }

  /**
   * Encodes as other encoders do.
   *
   * @param sampling the luminance's factors, horizontal and vertical; the colours' are 1
   * @param restartInterval in MCUs, or 0 for none
   */
  static byte[] encode(
      BufferedImage picture, int[] sampling, boolean progressive, int restartInterval)
      throws IOException {
    return write(
        (writer, parameters) -> {
          IIOMetadata metadata =
              writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), parameters);
          String format = metadata.getNativeMetadataFormatName();
          Node root = metadata.getAsTree(format);
          Node markers = root.getLastChild();
          for (Node node = markers.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals("sof")) {
              Element luminance = (Element) node.getFirstChild();
              luminance.setAttribute("HsamplingFactor", String.valueOf(sampling[0]));
              luminance.setAttribute("VsamplingFactor", String.valueOf(sampling[1]));
            }
          }
          if (restartInterval > 0) {
            IIOMetadataNode restarts = new IIOMetadataNode("dri");
            restarts.setAttribute("interval", String.valueOf(restartInterval));
            markers.insertBefore(restarts, markers.getFirstChild());
          }
          metadata.setFromTree(format, root);
          return new IIOImage(picture, null, metadata);
        },
        progressive);
  }

  /** An image for a writer and its parameters, on which an image's metadata depends. */
  private interface Content {
    IIOImage of(ImageWriter writer, ImageWriteParam parameters) throws IOException;
  }

  private static byte[] write(Content content, boolean progressive) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      parameters.setProgressiveMode(
          progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(stream);
      writer.write(null, content.of(writer, parameters), parameters);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
