package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.serve.Program;
import io.labelstream.tools.compiler.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCompileCommandTest {

  @TempDir private Path source;
  @TempDir private Path output;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void leavesOutWhatWouldBeSlower() throws IOException {
    TinyModel.writeDepthwise(source);
    assertThat(compile()).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(output.toFile().list())
        .containsExactlyInAnyOrder("tiny-fp32", "tiny-fp32-onnx", "tiny-int8");
    assertThat(out.toString()).contains("no int8 for ONNX Runtime, which would be slower");
  }

  @Test
  void asksForPhotographsWhereNoRangesAreRecorded() throws IOException {
    TinyModel.write(source);
    assertThat(compile("--precision=int8")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("--calibrate DIR");
    assertThat(output).isEmptyDirectory();
    assertThat(compile("--precision=fp32")).isZero();
  }

  private int compile(String... options) {
    return Program.commandLine(Labelstream.class)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(
            Stream.concat(
                    Stream.of("model", "compile", "--source=" + source, "--output=" + output),
                    Stream.of(options))
                .toArray(String[]::new));
  }
}
