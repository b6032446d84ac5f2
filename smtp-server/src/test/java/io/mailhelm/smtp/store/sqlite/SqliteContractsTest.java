package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.BodyContract;
import io.mailhelm.smtp.store.DeletingContract;
import io.mailhelm.smtp.store.ListingContract;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailboxContract;
import io.mailhelm.smtp.store.QueueContract;
import io.mailhelm.smtp.store.QuotaContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** SQLite does what every store does. */
class SqliteContractsTest {
  @TempDir Path folder;

  private MailStore openStore() throws IOException {
    return SqliteMailStore.open(folder.resolve("mail"));
  }

  @Nested
  class Mailboxes extends MailboxContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Bodies extends BodyContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Quotas extends QuotaContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Listing extends ListingContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Deleting extends DeletingContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Queue extends QueueContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }
}
