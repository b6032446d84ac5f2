package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does with the octets of a message. */
public abstract class BodyContract extends StoreContract {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 200_000, 25 << 20})
  void givesBackEveryOctetOfAMessageOf(int size) throws IOException {
    var body = random(size);

    assertThat(Messages.in(store).body(body).mailbox("alice").commit()).isEqualTo(new Stored());

    var entry = entries().getFirst();
    assertThat(entry.size()).isEqualTo(Messages.TRACE.length + (long) size);
    assertThat(bytes(entry.id())).isEqualTo(withTrace(body));
    reopen();
    assertThat(bytes(entry.id())).isEqualTo(withTrace(body));
  }

  @Test
  void takesABodyInPiecesOfAnySize() throws IOException {
    var body = random(300_000);
    var writer = store.newBody();
    var random = new Random(1);
    for (int at = 0; at < body.length; ) {
      var length = Math.min(body.length - at, random.nextInt(90_000));
      writer.write(body, at, length);
      at += length;
      assertThat(writer.size()).isEqualTo(at);
    }

    store.commit(Messages.in(store).mailbox("alice").with(writer));

    assertThat(bytes(entries().getFirst().id())).isEqualTo(withTrace(body));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000, 64 * 1024, 64 * 1024 + 1, 200_000})
  void readsABodyBeforeItIsCommitted(int size) throws IOException {
    var body = random(size);
    try (var writer = store.newBody()) {
      for (int at = 0; at < size; at += 10_000) {
        writer.write(body, at, Math.min(10_000, size - at));
      }
      for (int i = 0; i < 2; i++) {
        try (var in = writer.open()) {
          assertThat(in.readAllBytes()).isEqualTo(body);
        }
      }
      store.commit(Messages.in(store).mailbox("alice").with(writer));
    }
    assertThat(bytes(entries().getFirst().id())).isEqualTo(withTrace(body));
  }

  @Test
  void takesNoMoreOfABodyThatWasClosed() throws IOException {
    var writer = store.newBody();
    writer.write(new byte[10], 0, 10);
    writer.close();
    writer.close();

    assertThatThrownBy(() -> writer.write(new byte[1], 0, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void goesOnReadingAMessageThatIsDeletedMeanwhile() throws IOException {
    var body = random(1 << 20);
    Messages.in(store).body(body).mailbox("alice").commit();

    try (var in = store.open(entries().getFirst().id()).orElseThrow()) {
      var start = in.readNBytes(10);
      store.delete(Optional.empty(), Optional.empty());
      var rest = in.readAllBytes();

      var all = Arrays.copyOf(start, start.length + rest.length);
      System.arraycopy(rest, 0, all, start.length, rest.length);
      assertThat(all).isEqualTo(withTrace(body));
    }
  }
}
