package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteMailStoreTest extends MailStoreContract {
  @TempDir Path folder;

  @Override
  protected MailStore open() throws IOException {
    return SqliteMailStore.open(folder);
  }
}
