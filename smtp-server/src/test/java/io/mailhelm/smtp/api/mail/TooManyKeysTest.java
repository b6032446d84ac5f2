package io.mailhelm.smtp.api.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TooManyKeysTest {
  @Test
  void theAnswerNamesTheHeaderAndSaysWhenToTryAgain() {
    var refused = IdempotencyKey.tooMany(Duration.ofMinutes(1));

    assertThat(refused.details().status()).isEqualTo(429);
    assertThat(refused.details().field()).contains("Idempotency-Key");
    assertThat(refused.details().detail()).contains("send without one");
    assertThat(refused.retryAfter()).contains(Duration.ofMinutes(1));
  }
}
