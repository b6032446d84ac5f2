package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.store.Suppression.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How every store keeps whom a domain does not mail, and its secrets. */
public abstract class SuppressionContract extends QueueFixture {
  private static Suppression suppression(String domain, String address) {
    return new Suppression(domain, Mailbox.of(address), Reason.HARD_BOUNCE, "550 no such", NOW);
  }

  @Test
  void findsAnAddressInWhateverSpelling() throws IOException {
    store.suppressions().add(suppression("one.test", "Bob@Elsewhere.example"));
    reopen();

    assertThat(store.suppressions().find("one.test", Mailbox.of("BOB@elsewhere.EXAMPLE")))
        .contains(suppression("one.test", "bob@elsewhere.example"));
    assertThat(store.suppressions().find("two.test", Mailbox.of("bob@elsewhere.example")))
        .isEmpty();
  }

  @Test
  void findsAnAddressWhoseLocalPartStandsInQuotes() throws IOException {
    store.suppressions().add(suppression("one.test", "\"A..b\"@elsewhere.example"));
    store.suppressions().add(suppression("one.test", "\"plain\"@elsewhere.example"));
    reopen();

    var a = new Mailbox("a..b", DomainName.of("elsewhere.example"));
    assertThat(store.suppressions().find("one.test", a).map(Suppression::address)).contains(a);
    assertThat(store.suppressions().find("one.test", Mailbox.of("plain@elsewhere.example")))
        .isPresent();
    assertThat(store.suppressions().remove("one.test", a)).isTrue();
  }

  @Test
  void keepsTheFirstReasonOfAnAddress() {
    var first = suppression("one.test", "bob@elsewhere.example");
    store.suppressions().add(first);
    store
        .suppressions()
        .add(new Suppression("one.test", first.address(), Reason.MANUAL, "again", NOW));

    assertThat(store.suppressions().list(Optional.empty(), Optional.empty(), 9))
        .containsExactly(first);
  }

  @Test
  void takesAnAddressOff() {
    store.suppressions().add(suppression("one.test", "bob@elsewhere.example"));

    assertThat(store.suppressions().remove("one.test", Mailbox.of("Bob@elsewhere.example")))
        .isTrue();
    assertThat(store.suppressions().remove("one.test", Mailbox.of("bob@elsewhere.example")))
        .isFalse();
  }

  @Test
  void listsInTheOrderOfAddressesInPagesThatMeet() {
    var a1 = suppression("one.test", "a@x.example");
    var a2 = suppression("two.test", "a@x.example");
    var b1 = suppression("one.test", "b@x.example");
    List.of(b1, a2, a1).forEach(store.suppressions()::add);

    var first = store.suppressions().list(Optional.empty(), Optional.empty(), 2);
    assertThat(first).containsExactly(a1, a2);
    assertThat(store.suppressions().list(Optional.empty(), Optional.of(first.getLast()), 2))
        .containsExactly(b1);
    assertThat(store.suppressions().list(Optional.of("one.test"), Optional.of(a1), 2))
        .containsExactly(b1);
  }

  @Test
  void suppressesWithTheSettlementThatSaysSo() {
    message().delivery("a@b.example").commit();
    var refused = settlement(lease("b.example").any(), Delivery.State.FAILED, NOW);

    queue().settle(List.of(refused), List.of(), List.of(suppression("one.test", "a@b.example")));

    assertThat(store.suppressions().find("one.test", Mailbox.of("a@b.example"))).isPresent();
  }

  private boolean noteRelayed(Instant at) {
    return store
        .suppressions()
        .noteRelayed(
            new Suppression(
                "one.test", Mailbox.of("Bob@elsewhere.example"), Reason.HARD_BOUNCE, "550", at));
  }

  @Test
  void takesWhatARelaySaysForConfirmedOnAnotherDay() throws IOException {
    assertThat(noteRelayed(NOW)).isFalse();
    assertThat(noteRelayed(NOW.plus(Suppressions.CONFIRMED_AFTER).minusMillis(1))).isFalse();
    reopen();
    assertThat(noteRelayed(NOW.plus(Suppressions.CONFIRMED_AFTER))).isTrue();
    // who could not settle then asks again
    assertThat(noteRelayed(NOW.plus(Suppressions.CONFIRMED_WITHIN))).isTrue();
    assertThat(noteRelayed(NOW.plus(Suppressions.CONFIRMED_WITHIN).plusMillis(1))).isFalse();
  }

  @Test
  void forgetsWhatARelaySaid() {
    noteRelayed(NOW);
    store.suppressions().forgetRelayed(NOW);
    assertThat(noteRelayed(NOW.plus(Suppressions.CONFIRMED_AFTER))).isTrue();
    store.suppressions().forgetRelayed(NOW.plusMillis(1));
    assertThat(noteRelayed(NOW.plus(Suppressions.CONFIRMED_AFTER))).isFalse();
  }

  @Test
  void forgetsWhatARelaySaidOfAnAddressThatIsTakenOffTheList() {
    noteRelayed(NOW);
    store.suppressions().remove("one.test", Mailbox.of("bob@elsewhere.example"));
    assertThat(noteRelayed(NOW.plus(Suppressions.CONFIRMED_AFTER))).isFalse();
  }

  @Test
  void makesASecretOnceAndKeepsIt() throws IOException {
    var secret = store.secret("verp");

    assertThat(secret).hasSize(32).isNotEqualTo(new byte[32]);
    assertThat(store.secret("other")).isNotEqualTo(secret);
    reopen();
    assertThat(store.secret("verp")).isEqualTo(secret);
  }
}
