package io.mailhelm.operator.rollout;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.mailhelm.compiler.Traffic.Port25;
import io.mailhelm.config.Surrogates;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a pod reports of its config and its connections: {@code GET /config} of the management API.
 *
 * @param running hash of the document that it runs; empty while it runs none
 * @param offered hash of the document that its volume last had
 * @param formats document formats that it reads
 * @param refusal why it does not run the offered document; empty when it does
 * @param peers who connected to it; nobody, from a version that does not report it
 * @param outbound whether it reaches other servers
 * @param mailboxes a value that changes whenever the mailboxes of deleted users change; empty: it
 *     does not report it
 * @param store the store of its mail; {@link Store#UNKNOWN}: it does not report it
 * @param policies how the mail of SendPolicies does; none, from a version that does not report it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodReport(
    String running,
    String offered,
    @JsonDeserialize(as = BoundedList.Fifty.class) List<Integer> formats,
    String refusal,
    Peers peers,
    Outbound outbound,
    String mailboxes,
    Store store,
    @JsonDeserialize(as = BoundedList.Thousand.class) List<PodPolicy> policies) {
  private static final int LONGEST_HASH = 128;
  private static final int LONGEST_REFUSAL = 1024;

  public PodReport {
    // A server that faces the internet may say anything; it is remembered, and goes into a status.
    running = shortOrEmpty(running);
    offered = shortOrEmpty(offered);
    formats = formats == null ? List.of() : List.copyOf(formats);
    refusal = cut(Objects.requireNonNullElse(refusal, ""));
    peers = Objects.requireNonNullElse(peers, Peers.NONE);
    outbound = Objects.requireNonNullElse(outbound, Outbound.UNKNOWN);
    mailboxes = shortOrEmpty(mailboxes);
    store = Objects.requireNonNullElse(store, Store.UNKNOWN);
    policies = policies == null ? List.of() : List.copyOf(policies);
  }

  private static String shortOrEmpty(String hash) {
    return hash == null || hash.length() > LONGEST_HASH ? "" : hash;
  }

  private static String cut(String text) {
    return Surrogates.beginning(text, LONGEST_REFUSAL);
  }

  /**
   * The store of a pod.
   *
   * @param id 32 hexadecimal digits; empty: it does not report it
   * @param hadMail whether it ever had any mail
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Store(String id, boolean hadMail) {
    static final Store UNKNOWN = new Store("", false);

    private static final int DIGITS = 32;

    public Store {
      id = id != null && id.length() == DIGITS && isHex(id) ? id : "";
    }

    private static boolean isHex(String text) {
      return text.chars().allMatch(digit -> Character.digit(digit, 16) >= 0 && digit < 128);
    }
  }

  /**
   * Who has connected to its listeners since it started.
   *
   * @param connections how many
   * @param addresses some of those they came from
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Peers(
      long connections, @JsonDeserialize(as = BoundedList.Thousand.class) List<String> addresses) {
    static final Peers NONE = new Peers(0, List.of());

    private static final int MOST = 256;
    private static final int LONGEST_ADDRESS = 64;

    public Peers {
      addresses =
          addresses == null
              ? List.of()
              : addresses.stream()
                  .filter(text -> text != null && text.length() <= LONGEST_ADDRESS)
                  .limit(MOST)
                  .toList();
    }

    /** Those of the strings that are addresses. */
    Stream<InetAddress> literals() {
      return addresses.stream().flatMap(text -> literal(text).stream());
    }

    private static Optional<InetAddress> literal(String text) {
      try {
        return Optional.of(InetAddress.ofLiteral(text));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * Whether the pod can connect to other servers.
   *
   * @param port25 {@code Unknown}, {@code Open} or {@code Blocked}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Outbound(String port25) {
    static final Outbound UNKNOWN = new Outbound(Port25.Unknown.name());

    public Outbound {
      var said = port25;
      port25 =
          Stream.of(Port25.values())
              .map(Port25::name)
              .filter(name -> name.equals(said))
              .findFirst()
              .orElse(Port25.Unknown.name());
    }
  }
}
