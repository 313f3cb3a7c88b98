package io.labelstream.vision.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LowTableTest {

  /** End of block is 0, a value of 3 bits 10, one of 3 bits behind a zero 110, of 10 bits 1110. */
  private static final byte[] SYMBOLS = {0x00, 0x03, 0x13, 0x0A};

  private static final byte[] COUNTS = {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  private final LowTable table = new LowTable(new HuffmanCode(COUNTS, SYMBOLS));

  LowTableTest() throws UnusualJpegException {}

  @Test
  void readsTheFirstSecondAndFourthValue() {
    assertThat(low("10_111 10_000 10_101 10_100 0")).containsExactly(7, -7, 4);
    assertThat(low("10_111 10_000 110_011 10_100 0")).containsExactly(7, -7, -4);
  }

  @Test
  void leavesValuesBehindTheLastOne() {
    assertThat(low("10_111 10_110 10_101 10_100 10_111 0")).containsExactly(7, 6, 4);
    assertThat(low("110_111 110_110 110_101 0")).containsExactly(0, 7, 6);
  }

  @Test
  void leavesWhatIsBehindTheEndOfABlock() {
    assertThat(low("10_111 0 10_110 10_101 10_100")).containsExactly(7, 0, 0);
    assertThat(low("0 0 10_110 10_101 10_100")).containsExactly(0, 0, 0);
  }

  @Test
  void readsValuesThatDoNotFitIntoWhatIsLookedUp() {
    assertThat(low("1110_1000000001 1110_0000000000 0")).containsExactly(513, -1023, 0);
    assertThat(low("10_111 10_110 10_101 1110_1111111111 0")).containsExactly(7, 6, 1023);
    assertThat(low("10_111 10_110 110_101 1110_1111111111 0")).containsExactly(7, 6, 5);
  }

  @Test
  void leavesACodeThatIsNotValid() {
    assertThat(low("10_111 11110 10_101 10_100")).containsExactly(7, 0, 0);
  }

  /** Reads the values of the second of three blocks from data that begin amidst a byte. */
  private int[] low(String bits) {
    String digits = "101" + bits.replaceAll("[ _]", "");
    byte[] window = new byte[40];
    for (int i = 0; i < digits.length(); i++) {
      window[i / 8] |= (byte) ((digits.charAt(i) - '0') << (7 - i % 8));
    }
    short[] low = new short[3 * LowCoefficients.COUNT];
    table.read(window, 3, low, 1);
    int[] all = new int[low.length];
    Arrays.setAll(all, i -> low[i]);
    assertThat(Arrays.copyOf(all, 3)).containsOnly(0);
    assertThat(Arrays.copyOfRange(all, 6, 9)).containsOnly(0);
    return Arrays.copyOfRange(all, 3, 6);
  }
}
