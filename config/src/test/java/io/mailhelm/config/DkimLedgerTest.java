package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DkimLedgerTest {
  private static final Instant MADE = Instant.parse("2026-11-01T00:00:00Z");

  private static DkimLedger.Key key(DkimKey.Stage stage) {
    return new DkimLedger.Key("s1", DkimKey.Algorithm.Rsa, stage, MADE, Optional.empty());
  }

  @Test
  void aKeyIsStuckWhenItWaitedThreeDaysForItsRecord() {
    var end = MADE.plus(DkimLedger.STUCK_AFTER);

    assertThat(key(DkimKey.Stage.Pending).isStuck(end)).isFalse();
    assertThat(key(DkimKey.Stage.Pending).isStuck(end.plusSeconds(1))).isTrue();
    assertThat(key(DkimKey.Stage.Active).isStuck(end.plusSeconds(1))).isFalse();
  }

  @Test
  void isReadAsItWasWritten() {
    var seen =
        new DkimLedger.Key(
            "a", DkimKey.Algorithm.Ed25519, DkimKey.Stage.Pending, MADE, Optional.of(MADE));
    var ledger = new DkimLedger(List.of(key(DkimKey.Stage.Active), seen));

    assertThat(DkimLedger.in(Map.of(DkimLedger.ENTRY, ledger.bytes()))).contains(ledger);
    assertThat(DkimLedger.in(Map.of())).isEmpty();
  }

  @Test
  void whatIsNoLedgerIsRefused() {
    var broken = Map.of(DkimLedger.ENTRY, "{\"keys\":7".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> DkimLedger.in(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ledger.json is no ledger of keys");
  }
}
