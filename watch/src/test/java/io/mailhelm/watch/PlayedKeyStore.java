package io.mailhelm.watch;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Keys in memory. */
class PlayedKeyStore implements KeyStore {
  private final AtomicReference<Content> content =
      new AtomicReference<>(new Content(Map.of(), "0"));

  @Override
  public Content read() {
    return content.get();
  }

  @Override
  public boolean replace(Content expected, Map<String, byte[]> next) {
    return content.get().version().equals(expected.version())
        && content.compareAndSet(expected, next(expected, next));
  }

  /** What is put there by somebody else. */
  void put(Map<String, byte[]> data) {
    content.updateAndGet(before -> next(before, data));
  }

  private static Content next(Content before, Map<String, byte[]> data) {
    return new Content(data, Integer.toString(Integer.parseInt(before.version()) + 1));
  }
}
