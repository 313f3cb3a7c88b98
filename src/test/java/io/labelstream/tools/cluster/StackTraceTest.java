package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTraceTest {

  @Test
  void isTheInnermostCause() {
    assertThat(
            StackTrace.cause(
                """

                ------------------------------------------------------------
                 The program finished with the following exception:

                org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: Failed.
                \tat org.apache.flink.client.program.PackagedProgram.callMainMethod(PackagedProgram.java:1)
                Caused by: java.util.concurrent.ExecutionException: org.apache.flink.Other: no
                \tat a.B.c(B.java:2)
                \t... 7 more
                Caused by: java.io.FileNotFoundException: Cannot find checkpoint 'file:/nope': no file.
                \tat d.E.f(E.java:3)
                \t... 9 more
                """))
        .isEqualTo("Cannot find checkpoint 'file:/nope': no file.");
  }

  @Test
  void isTheFirstLineThatSaysSomething() {
    assertThat(StackTrace.cause("\n--fromSavepoint needs a path\nusage: …\n"))
        .isEqualTo("--fromSavepoint needs a path");
    assertThat(StackTrace.cause("java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)"))
        .isEqualTo("no");
    assertThat(StackTrace.cause("java.lang.NullPointerException\n\tat a.B.c(B.java:1)"))
        .isEqualTo("java.lang.NullPointerException");
    assertThat(StackTrace.cause("")).isEmpty();
  }
}
