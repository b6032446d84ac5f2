package io.mailhelm.smtp.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.store.MessageId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReturnPathTest {
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final ReturnPath PATHS =
      new ReturnPath("thirty-two octets of a secret...".getBytes(StandardCharsets.US_ASCII));

  @Test
  void knowsItsOwn() {
    for (int i = 0; i < 100; i++) {
      var id = MessageId.next(1_700_000_000_000L + i);
      var address = PATHS.of(id, DOMAIN);
      assertThat(address.localPart()).hasSize(51).matches("bounces\\+[0-9a-z]{26}\\.[a-z2-7]{16}");
      assertThat(PATHS.messageId(address)).contains(id);
      assertThat(PATHS.messageId(Mailbox.of(address.toString().toUpperCase(java.util.Locale.ROOT))))
          .contains(id);
    }
  }

  @Test
  void knowsNobodyElses() {
    var address = PATHS.of(MessageId.next(1_700_000_000_000L), DOMAIN);
    var local = address.localPart();
    var last = local.charAt(50) == 'a' ? 'b' : 'a';
    assertThat(PATHS.messageId(new Mailbox(local.substring(0, 50) + last, DOMAIN))).isEmpty();
    assertThat(PATHS.messageId(new Mailbox(local, DomainName.of("other.example")))).isEmpty();
    assertThat(PATHS.messageId(new Mailbox("bounces", DOMAIN))).isEmpty();
    assertThat(new ReturnPath(new byte[32]).messageId(address)).isEmpty();
  }
}
