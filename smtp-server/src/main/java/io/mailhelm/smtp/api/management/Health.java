package io.mailhelm.smtp.api.management;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.listen.ListenerStatus;
import io.mailhelm.smtp.store.MailQueue;
import io.mailhelm.smtp.store.StoreStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer of {@code GET /health}; all but the status needs the token. */
@Schema(name = "Health")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Health(
    @Schema(enumeration = {"UP", "DOWN"}) String status,
    Optional<Config> config,
    Optional<List<Listening>> listeners,
    Optional<Store> store,
    Optional<Queue> queue,
    Optional<OutboundView> outbound,
    Optional<ConnectionLimits> descriptors) {

  /** The config that runs, and what is wrong with the one that was last offered. */
  @Schema(name = "HealthConfig")
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Config(
      String hash,
      Instant loadedAt,
      @JsonInclude(JsonInclude.Include.ALWAYS) List<Diagnostic> problems,
      @Schema(description = "Why the last config offered does not run.") String refusal) {}

  /** A listener. */
  @Schema(name = "HealthListener")
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Listening(
      String name,
      String address,
      int port,
      @Schema(description = "Why it takes no mail.") String problem) {
    static Listening of(ListenerStatus status) {
      return new Listening(status.name(), status.address(), status.port(), status.problem());
    }
  }

  /** The store. */
  @Schema(name = "HealthStore")
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Store(
      boolean accepting,
      @Schema(description = "Whether messages beyond 64 KiB are taken too.") boolean acceptingLarge,
      long messages,
      @Schema(description = "On disk.") long bytes,
      @Schema(description = "Files of messages that no row names, moved aside at a start.")
          long strayBodies,
      @Schema(description = "Messages whose file was missing at the start; the log says where.")
          long missingBodies,
      @Schema(description = "What is refused, and what to do.") String problem) {
    static Store of(StoreStatus status) {
      return new Store(
          status.accepting(),
          status.acceptingLarge(),
          status.messages(),
          status.octets(),
          status.strayBodies(),
          status.missingBodies(),
          status.problem());
    }
  }

  /** What is on its way to other servers. */
  @Schema(name = "HealthQueue")
  record Queue(
      @Schema(description = "Deliveries that wait or are being sent.") long queued,
      @Schema(description = "Deliveries that are held.") long held,
      @Schema(description = "The same by reason.") SortedMap<String, Long> heldFor,
      @Schema(description = "Seconds since the oldest of them was queued; 0 when there is none.")
          long oldest) {}

  static String word(boolean up) {
    return up ? "UP" : "DOWN";
  }

  /** For anybody: no reasons. */
  static Health brief(boolean up) {
    return new Health(
        word(up),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Health detailed(boolean up, ApiContext node) {
    var running = node.live().current();
    var offered = node.live().offered();
    var store = node.store().status();
    return new Health(
        word(up),
        Optional.of(
            new Config(
                running.hash(),
                running.loadedAt(),
                Diagnostic.of(offered.problems()),
                offered.refusal())),
        Optional.of(node.intake().listeners().stream().map(Listening::of).toList()),
        Optional.of(Store.of(store)),
        Optional.of(queue(node)),
        Optional.of(OutboundView.of(node.outside().port25().get())),
        Optional.of(ConnectionLimits.of(running.config().server().limits())));
  }

  private static SortedMap<String, Long> heldFor(MailQueue.QueueStatus status) {
    var reasons = new TreeMap<String, Long>();
    status
        .heldFor()
        .forEach((reason, count) -> reasons.put(reason.name().toLowerCase(Locale.ROOT), count));
    return reasons;
  }

  private static Queue queue(ApiContext node) {
    var status = node.store().queue().status();
    return new Queue(
        status.queued(),
        status.held(),
        heldFor(status),
        status.age(node.clock().instant()).toSeconds());
  }
}
