package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.QueueShares.Full;
import io.mailhelm.smtp.store.QueueShares.Holder;
import io.mailhelm.smtp.store.QueueShares.Waiting;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueSharesTest {
  private static final QueueShares MANY = new QueueShares(1_000, 25, 50, true, true);

  private static Optional<Full> full(QueueShares shares, long all, long ofDomain, long ofUser) {
    return shares.full(new Waiting(all, ofDomain, ofUser), 1);
  }

  @Test
  void aUserHasItsShareAndNoMore() {
    assertThat(full(MANY, 249, 249, 249)).isEmpty();
    assertThat(full(MANY, 250, 250, 250)).contains(new Full(Holder.USER, 250));
    assertThat(MANY.full(new Waiting(200, 200, 200), 51)).contains(new Full(Holder.USER, 250));
    assertThat(MANY.full(new Waiting(200, 200, 200), 50)).isEmpty();
  }

  @Test
  void usersOfADomainLeaveSomethingToItsOthers() {
    assertThat(full(MANY, 250 + 124, 374, 124)).isEmpty();
    assertThat(full(MANY, 250 + 125, 375, 125)).contains(new Full(Holder.USER, 125));
    assertThat(full(MANY, 375, 375, 0)).as("the next finds something").isEmpty();
  }

  @Test
  void aDomainHasItsShareAndLeavesSomethingToOthers() {
    assertThat(full(MANY, 500, 500, 0)).contains(new Full(Holder.DOMAIN, 500));
    assertThat(full(MANY, 500, 0, 0)).isEmpty();
    assertThat(full(MANY, 750, 250, 10)).contains(new Full(Holder.DOMAIN, 250));
    assertThat(full(MANY, 999, 0, 0)).as("the last of all").isEmpty();
    assertThat(full(MANY, 1_000, 0, 0)).contains(new Full(Holder.QUEUE, 1_000));
  }

  @Test
  void whoIsAloneHasAllOfIt() {
    var alone = new QueueShares(1_000, 25, 50, false, false);
    assertThat(full(alone, 999, 999, 999)).isEmpty();
    assertThat(full(alone, 1_000, 1_000, 1_000)).contains(new Full(Holder.QUEUE, 1_000));
    var oneDomain = new QueueShares(1_000, 25, 50, true, false);
    assertThat(full(oneDomain, 900, 900, 20)).isEmpty();
    assertThat(full(oneDomain, 250, 250, 250)).contains(new Full(Holder.USER, 250));
  }

  @Test
  void whoeverComesNextFindsSomethingHoweverManyCameBefore() {
    long all = 0;
    for (int domain = 0; domain < 5; domain++) {
      long ofDomain = 0;
      for (int user = 0; user < 3; user++) {
        long ofUser = 0;
        while (full(MANY, all, ofDomain, ofUser).isEmpty()) {
          ofUser++;
          ofDomain++;
          all++;
        }
        assertThat(ofUser).as("user %d of domain %d", user, domain).isPositive();
      }
    }
    assertThat(all).isLessThan(1_000);
  }
}
