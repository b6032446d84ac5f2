package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.fake.InMemoryMailStore;
import org.junit.jupiter.api.Test;

class BodyTest {
  @Test
  void writesNothingOfWhatComesOverTheLimitAndCountsItAll() {
    try (var body = new Body(new InMemoryMailStore().newBody(), 1_000)) {
      for (int i = 0; i < 100; i++) {
        body.take(new byte[600], 0, 600);
      }
      assertThat(body.isTooLarge()).isTrue();
      assertThat(body.received()).isEqualTo(60_000);
      assertThat(body.writer().size()).isLessThanOrEqualTo(1_000);
    }
  }

  @Test
  void keepsABoundedHeaderSection() {
    try (var body = new Body(new InMemoryMailStore().newBody(), 10 << 20)) {
      for (int i = 0; i < 400; i++) {
        body.take(new byte[1_024], 0, 1_024);
      }
      assertThat(body.isHeaderTooLong()).isTrue();
    }
  }
}
