package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.bounce.HardBounce;
import io.mailhelm.smtp.protocol.PeerReply;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
  @ParameterizedTest
  @ValueSource(ints = {550, 551, 553})
  void saysNothingOfAnAddressForARefusalOfAnythingElse(int code) {
    var reply = new PeerReply(code, "", List.of("we do not like you"));
    assertThat(HardBounce.is(Verdict.of(reply).enhanced())).isFalse();
    assertThat(HardBounce.is(Verdict.ofRecipient(reply).enhanced())).isTrue();
  }
}
