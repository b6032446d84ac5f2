package io.mailhelm.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.watch.KeyStore;
import io.mailhelm.watch.KeyStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderKeyStoreTest extends KeyStoreContract {
  private static final SecretName NAME = new SecretName("default", "example-dkim");

  @TempDir Path folder;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  private SigningKeys keys() throws IOException {
    return SigningKeys.in(DataFolder.open(folder), Clock.systemUTC());
  }

  private boolean exclusively(FolderKeyStore.Write write) throws IOException {
    lock.lock();
    try {
      return !closed && write.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected void put(Map<String, byte[]> data) throws IOException {
    keys().keep(NAME, data);
  }

  @Override
  protected void remove() throws IOException {
    try (var files = Files.list(DataFolder.open(folder).keys())) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  protected boolean isThere() throws IOException {
    return !keys().read(NAME).isEmpty();
  }

  @Override
  protected KeyStore open() throws IOException {
    return new FolderKeyStore(keys(), NAME, this::exclusively);
  }

  @Test
  void nothingIsWrittenOnceTheServerHasEnded() throws IOException {
    var store = open();
    var read = store.read();
    closed = true;

    assertThat(store.replace(read, Map.of(DkimLedger.ENTRY, new byte[1]))).isFalse();
    assertThat(open().read().version()).isEqualTo(read.version());
  }
}
