package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.store.TestImages;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that get no answer in time, since the job has not given one. */
class AnswerTimeoutTest {

  private TestFacade facade;
  private ApiClient ann;
  private String path;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data, "--answer-timeout=200ms");
    ann = facade.client("ann");
    path = "/v1/images/" + ann.upload("a", TestImages.png(1)).json().path("id").asText();
    facade.channel.hold();
  }

  @AfterEach
  void stop() {
    facade.close();
  }

  @Test
  void noAnswerInTimeIsA504AndALateOneIsThereForTheNextCall() throws Exception {
    for (int i = 0; i < 3; i++) {
      ApiClient.Response response = ann.post(path + "/classify");
      assertThat(response.status()).isEqualTo(504);
      assertThat(response.json().path("error").asText()).isEqualTo("Internal Error");
    }
    facade.channel.release();
    assertThat(ann.post(path + "/classify").status()).isEqualTo(201);
    assertThat(facade.channel.sent()).hasSize(1);
  }

  @Test
  void inTheBackgroundThereIsMoreTime() throws Exception {
    String location =
        ann.with("prefer", "respond-async").post(path + "/classify").header("location");
    assertThat(ann.post(path + "/classify").status()).isEqualTo(504);
    assertThat(ann.post(path + "/classify").status()).isEqualTo(504);
    assertThat(ann.get(location).json().path("status").asText()).isEqualTo("pending");
    facade.channel.release();
    await()
        .untilAsserted(
            () ->
                assertThat(ann.get(location).json().path("result").path("main_label").asText())
                    .isEqualTo("Tabby"));
    assertThat(facade.channel.sent()).hasSize(1);
  }
}
