package io.mailhelm.smtp.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.bounce.ReturnPath.Named;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.MessageId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReturnPathTest {
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final ReturnPath PATHS =
      new ReturnPath("thirty-two octets of a secret...".getBytes(StandardCharsets.US_ASCII));

  /** What the version that named messages made of that secret. */
  private static final String FORMER = "bounces+01kaqt0000000000000000abcd.%s@example.com";

  @Test
  void knowsItsOwn() {
    for (int i = 0; i < 100; i++) {
      var id = MessageId.next(1_700_000_000_000L + i);
      var delivery = new DeliveryId(1L + i * 37);
      var address = PATHS.of(id, delivery, DOMAIN);
      assertThat(address.localPart()).matches("bounces\\+[0-9a-z]{26}\\.[0-9a-v]+\\.[a-z2-7]{16}");
      var named = new Named(id, Optional.of(delivery));
      assertThat(PATHS.read(address)).contains(named);
      assertThat(PATHS.read(Mailbox.of(address.toString().toUpperCase(Locale.ROOT))))
          .contains(named);
      assertThat(Named.of(named.text())).isEqualTo(named);
    }
  }

  @Test
  void fitsIntoALocalPartHoweverManyDeliveriesThereWere() {
    var most = new DeliveryId((1L << 60) - 1);
    var address = PATHS.of(MessageId.next(1_700_000_000_000L), most, DOMAIN);
    assertThat(address.localPart()).hasSize(ReturnPath.MAX_LOCAL_PART);
    assertThat(PATHS.read(address).flatMap(Named::delivery)).contains(most);
  }

  @Test
  void knowsNobodyElses() {
    var id = MessageId.next(1_700_000_000_000L);
    var address = PATHS.of(id, new DeliveryId(7), DOMAIN);
    var local = address.localPart();
    var end = local.length() - 1;
    var last = local.charAt(end) == 'a' ? 'b' : 'a';
    assertThat(PATHS.read(new Mailbox(local.substring(0, end) + last, DOMAIN))).isEmpty();
    assertThat(PATHS.read(new Mailbox(local, DomainName.of("other.example")))).isEmpty();
    assertThat(PATHS.read(new Mailbox("bounces", DOMAIN))).isEmpty();
    assertThat(new ReturnPath(new byte[32]).read(address)).isEmpty();
  }

  @Test
  void makesNoPathOfAnotherDeliveryOutOfOne() {
    var local = PATHS.of(MessageId.next(1_700_000_000_000L), new DeliveryId(7), DOMAIN).localPart();
    for (var other : new String[] {".8.", ".07.", "."}) {
      assertThat(PATHS.read(new Mailbox(local.replace(".7.", other), DOMAIN))).isEmpty();
    }
  }

  @Test
  void readsWhatNamedTheMessageAloneAsThat() {
    var former = Mailbox.of(FORMER.formatted("rolqbts6hhwkjoaj"));
    var named = new Named("01KAQT0000000000000000ABCD", Optional.empty());
    assertThat(PATHS.read(former)).contains(named);
    assertThat(Named.of(named.text())).isEqualTo(named);
    assertThat(PATHS.read(Mailbox.of(FORMER.formatted("aaaaaaaaaaaaaaaa")))).isEmpty();
  }
}
