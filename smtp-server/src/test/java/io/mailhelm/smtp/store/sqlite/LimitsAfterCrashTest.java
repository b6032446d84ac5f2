package io.mailhelm.smtp.store.sqlite;

import static io.mailhelm.config.RecipientWindows.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.SendLimits.OnExceed;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.limit.Booking;
import io.mailhelm.smtp.limit.RecipientLimits;
import io.mailhelm.smtp.limit.TestLimits;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.CountedRecipients;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.StoreContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered with 250 before a server was killed counts in the next one. */
class LimitsAfterCrashTest {
  private static final SendPolicy NEWS =
      TestLimits.policy("news", TestLimits.perHour(100), NONE, OnExceed.Reject);
  private static final Optional<String> ALICE = Optional.of("alice");

  @TempDir Path temporary;

  private static RecipientLimits limits(MailStore store) {
    return new RecipientLimits(store.recipientCounts(), Observer.NONE, Clock.systemUTC());
  }

  /** Sends a message to three at a time; returns how many were let through. */
  private static int send(MailStore store, RecipientLimits limits, int most) {
    int sent = 0;
    while (sent < most) {
      try (var message = limits.open()) {
        for (int i = 0; i < 3; i++) {
          if (limits.reserve(NEWS, ALICE, message).isPresent()) {
            return sent;
          }
        }
        var booked = (Booking.Booked) limits.book(NEWS, ALICE, 3, message);
        var counted = booked.rows().toArray(CountedRecipients[]::new);
        assertThat(Messages.in(store).delivery("a@r.example").counted(counted).commit())
            .isInstanceOf(CommitResult.Stored.class);
        message.keep();
        sent += 3;
      }
    }
    return sent;
  }

  @Test
  void countsWhatWasAcceptedBeforeAServerWasKilled() throws IOException {
    var folder = temporary.resolve("mail");
    var copy = Files.createDirectory(temporary.resolve("copy"));
    try (var store = SqliteMailStore.open(folder, StoreContext.ALONE)) {
      var limits = limits(store);
      assertThat(send(store, limits, 60)).isEqualTo(60);
      limits.reserve(NEWS, ALICE, limits.open()); // its message never comes
      try (var files = Files.list(folder)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
    }
    try (var store = SqliteMailStore.open(copy, StoreContext.ALONE)) {
      assertThat(send(store, limits(store), 1_000)).isEqualTo(39);
    }
  }
}
