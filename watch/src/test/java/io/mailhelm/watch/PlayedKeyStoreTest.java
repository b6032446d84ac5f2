package io.mailhelm.watch;

import java.util.Map;

class PlayedKeyStoreTest extends KeyStoreContract {
  private final PlayedKeyStore store = new PlayedKeyStore();

  @Override
  protected void put(Map<String, byte[]> data) {
    store.put(data);
  }

  @Override
  protected void remove() {
    store.put(Map.of());
  }

  @Override
  protected boolean isThere() {
    return !store.read().data().isEmpty();
  }

  @Override
  protected KeyStore open() {
    return store;
  }
}
