package io.mailhelm.operator.it;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.IncompleteDocumentException;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.Tombstone;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The config of a played server: what it runs, and what it says of it. */
final class PlayedConfig {
  private final AtomicInteger asked = new AtomicInteger();
  private final Set<String> removed = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;
  private volatile List<Integer> formats = ConfigDocument.FORMATS;
  private volatile Optional<String> refusing = Optional.empty();
  private volatile Optional<String> running = Optional.empty();
  private volatile Optional<ServerConfig> config = Optional.empty();
  private volatile Optional<String> offered = Optional.empty();
  private volatile Optional<String> refusal = Optional.empty();
  private final PlayedMailboxes mailboxes = new PlayedMailboxes();
  private volatile List<String> peers = List.of();
  private volatile String port25 = "Unknown";
  private volatile Map<String, Object> store = Map.of();
  private volatile List<Map<String, Object>> policies = List.of();

  void answersAfter(Duration wait) {
    delay = wait;
  }

  void reads(Integer... read) {
    formats = List.of(read);
  }

  void refuses(Optional<String> reason) {
    refusing = reason;
    if (reason.isEmpty() && refusal.isPresent()) {
      running = offered;
      refusal = Optional.empty();
    }
  }

  void sees(List<String> addresses, String reached) {
    peers = addresses;
    port25 = reached;
  }

  void tellsOf(List<Map<String, Object>> now) {
    policies = now;
  }

  void isIn(String id, boolean hadMail) {
    store = Map.of("id", id, "hadMail", hadMail);
  }

  void forget() {
    running = Optional.empty();
    offered = Optional.empty();
    refusal = Optional.empty();
  }

  /** A volume that is half-way changes nothing, as in a real server. */
  void offer(SortedMap<String, byte[]> files) {
    try {
      var document = new ConfigDocument(files);
      if (!formats.contains(document.format())) {
        return; // It keeps what it runs, and runs nothing where it runs nothing.
      }
      var whole = document.config();
      offered = Optional.of(document.hash());
      refusal = refusing;
      if (refusing.isEmpty()) {
        running = offered;
        config = Optional.of(whole);
        mailboxes.run(whole);
        whole.tombstones().stream().map(Tombstone::mailboxId).forEach(removed::add);
      }
    } catch (IncompleteDocumentException e) {
      // The rest comes; then the pod is changed again.
    }
  }

  Optional<String> running() {
    return running;
  }

  Optional<ServerConfig> config() {
    return config;
  }

  Set<String> removed() {
    return Set.copyOf(removed);
  }

  PlayedMailboxes mailboxes() {
    return mailboxes;
  }

  int asked() {
    return asked.get();
  }

  Duration delay() {
    return delay;
  }

  /** The answer to {@code GET /config}; what is empty is left out. */
  Map<String, Object> answer() {
    asked.incrementAndGet();
    var answer = new LinkedHashMap<String, Object>();
    running.ifPresent(hash -> answer.put("running", hash));
    offered.ifPresent(hash -> answer.put("offered", hash));
    answer.put("problems", List.of());
    answer.put("formats", formats);
    refusal.ifPresent(why -> answer.put("refusal", why));
    answer.put("peers", Map.of("connections", 2 * peers.size(), "addresses", peers, "more", false));
    answer.put("outbound", Map.of("port25", port25, "tried", 0, "timedOut", 0));
    answer.put("mailboxes", mailboxes.revision());
    answer.put("store", store);
    answer.put("policies", policies);
    return answer;
  }
}
