package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.Answer;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.ScoredLabel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultFormatTest {

  private static final Photograph CAT = new Photograph.File(Path.of("photos/cat.jpg"));
  private static final Feed.Result TABBY =
      new Feed.Result(
          CAT,
          Optional.of(
              new Answer(
                  "0",
                  "/feed",
                  Optional.empty(),
                  false,
                  Optional.of(
                      new IdentifyResponse(
                          "Tabby", 0.4316f, List.of(new ScoredLabel("Tiger Cat", 0.375f)))),
                  Optional.empty(),
                  Optional.empty())),
          List.of(),
          87);
  private static final Feed.Result MISSING =
      new Feed.Result(CAT, Optional.empty(), List.of("there is no such file"), 0);

  @Test
  void tableHasAColumnForEach() {
    ResultTable table = new ResultTable(List.of(CAT));
    assertThat(table.header().orElseThrow()).matches("FILE +LABEL +SCORE +NEXT LABELS +MS");
    assertThat(table.line(TABBY))
        .matches("photos/cat\\.jpg +Tabby +0\\.432 +Tiger Cat 0\\.375 +87");
    assertThat(table.line(TABBY)).hasSameSizeAs(table.header().orElseThrow());
    assertThat(table.line(MISSING)).isEqualTo("photos/cat.jpg  failed: there is no such file");
  }

  @Test
  void tableShortensALongNameFromItsStart() {
    Photograph deep = new Photograph.File(Path.of("x".repeat(100), "cat.jpg"));
    ResultTable table = new ResultTable(List.of(deep));
    String line = table.line(new Feed.Result(deep, TABBY.answer(), List.of(), 1));
    assertThat(line).startsWith("…x").contains("/cat.jpg  Tabby");
  }

  @Test
  void jsonLinesCarryTheAnswersOwnFields() {
    assertThat(new JsonLines().line(TABBY))
        .isEqualTo(
            """
            {"file":"photos/cat.jpg","main_label":"Tabby","main_score":0.4316,\
            "secondary_labels":[{"label":"Tiger Cat","score":0.375}],"ms":87}\
            """);
    assertThat(new JsonLines().line(MISSING))
        .isEqualTo("{\"file\":\"photos/cat.jpg\",\"errors\":[\"there is no such file\"]}");
  }
}
