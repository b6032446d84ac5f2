package io.mailhelm.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DkimLedger;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link KeyStore} keeps. */
public abstract class KeyStoreContract {
  private static final int WRITERS = 8;
  private static final Map<String, String> FIRST =
      Map.of(DkimLedger.ENTRY, "first", "old.key", "old", "same.key", "same");
  private static final Map<String, String> NEXT =
      Map.of(DkimLedger.ENTRY, "next", "new.key", "new", "same.key", "same");

  /** Puts that in its place, past the store, whatever is there. */
  protected abstract void put(Map<String, byte[]> data) throws Exception;

  /** Takes all of it away. */
  protected abstract void remove() throws Exception;

  /** Whether anything is in its place. */
  protected abstract boolean isThere() throws Exception;

  /** The store, as somebody knows it who looks now. */
  protected abstract KeyStore open() throws Exception;

  @BeforeEach
  final void putFirst() throws Exception {
    put(octets(FIRST));
  }

  @Test
  final void whatIsReadIsWhatIsThere() throws Exception {
    assertThat(there()).isEqualTo(FIRST);
  }

  @Test
  final void whatIsReplacedIsReadAndWhatIsNotInItIsGone() throws Exception {
    var store = open();

    assertThat(store.replace(store.read(), octets(NEXT))).isTrue();
    assertThat(there()).isEqualTo(NEXT);
  }

  @Test
  final void theVersionIsAnotherOnceTheDataAre() throws Exception {
    var before = open().read().version();
    assertThat(open().read().version()).isEqualTo(before);

    var store = open();
    store.replace(store.read(), octets(NEXT));

    assertThat(open().read().version()).isNotEqualTo(before);
  }

  @Test
  final void whatSomebodyHasChangedMeanwhileIsNotReplaced() throws Exception {
    var store = open();
    var read = store.read();
    var theirs = Map.of(DkimLedger.ENTRY, "theirs", "same.key", "same");
    put(octets(theirs));

    assertThat(store.replace(read, octets(NEXT))).isFalse();
    assertThat(open().replace(read, octets(NEXT))).isFalse();
    assertThat(there()).isEqualTo(theirs);
  }

  @Test
  final void whatIsGoneIsNotMadeAgain() throws Exception {
    var store = open();
    var read = store.read();
    remove();

    assertThat(store.replace(read, octets(NEXT))).isFalse();
    assertThat(isThere()).isFalse();
  }

  @Test
  final void ofManyThatReplaceTheSameOneDoes() throws Exception {
    var store = open();
    var read = store.read();
    var together = new CountDownLatch(WRITERS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var wrote =
          IntStream.range(0, WRITERS)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            together.countDown();
                            together.await();
                            return store.replace(
                                read, octets(Map.of(DkimLedger.ENTRY, "writer " + i)));
                          }))
              .toList();
      int winner = -1;
      for (int i = 0; i < WRITERS; i++) {
        if (wrote.get(i).get()) {
          assertThat(winner).as("who wrote before").isEqualTo(-1);
          winner = i;
        }
      }
      assertThat(there()).isEqualTo(Map.of(DkimLedger.ENTRY, "writer " + winner));
    }
  }

  private Map<String, String> there() throws Exception {
    return open().read().data().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, any -> new String(any.getValue(), UTF_8)));
  }

  private static Map<String, byte[]> octets(Map<String, String> texts) {
    var data = new TreeMap<String, byte[]>();
    texts.forEach((entry, text) -> data.put(entry, text.getBytes(UTF_8)));
    return data;
  }
}
