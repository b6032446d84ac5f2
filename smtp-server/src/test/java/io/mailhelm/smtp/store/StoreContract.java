package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of every store begin with: an empty one, and a way to open it again. */
public abstract class StoreContract {
  protected MailStore store;

  /** An empty store, or the one opened before with all that it was given. */
  protected abstract MailStore open() throws IOException;

  @BeforeEach
  void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  protected final void reopen() throws IOException {
    store.close();
    store = open();
  }

  protected final List<MailboxEntry> entries() {
    return store.list(Queries.all()).entries();
  }

  protected final byte[] bytes(EntryId id) throws IOException {
    try (var in = store.open(id).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  protected static byte[] withTrace(byte[] body) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(Messages.TRACE);
    all.writeBytes(body);
    return all.toByteArray();
  }

  protected static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  protected final List<String> mailboxes(EntryQuery query) {
    var page = store.list(query);
    assertThat(page.total()).isEqualTo(page.entries().size());
    return page.entries().stream().map(MailboxEntry::mailboxId).toList();
  }
}
