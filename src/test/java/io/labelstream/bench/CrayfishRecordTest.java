package io.labelstream.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrayfishRecordTest {

  @Test
  void echoesTheInputBesideTheOutput() throws IOException {
    CrayfishRecord record =
        new CrayfishReader().deserialize("{\"created\":7,\"images\":[[0.5,1.0]]}".getBytes(UTF_8));
    record.outputs.add(new ArrayList<>(List.of(0.25f, 0.75f)));
    assertThat(new CrayfishWriter().serialize(record))
        .asString(UTF_8)
        .isEqualTo("{\"created\":7,\"images\":[[0.5,1.0]],\"outputs\":[[0.25,0.75]]}");
  }

  @Test
  void readsWhatIsFed() throws IOException {
    List<byte[]> values = CrayfishInput.values(2, 12);
    assertThat(values.get(0)).isNotEqualTo(values.get(1));
    CrayfishRecord record = new CrayfishReader().deserialize(values.get(1));
    assertThat(record.images).hasSize(1);
    assertThat(record.images.get(0)).hasSize(12).allMatch(number -> number >= 0 && number < 1);
  }
}
