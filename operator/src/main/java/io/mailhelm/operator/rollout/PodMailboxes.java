package io.mailhelm.operator.rollout;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.mailhelm.compiler.Retained;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of the mailboxes that a pod keeps of deleted users: {@code GET /config/mailboxes} of the
 * management API. A server that faces the internet may answer anything. Its answer goes into
 * statuses, so what does not fit there is left out.
 *
 * @param domains null but on the first page
 * @param found mailboxes that were there already when their users were created
 * @param next the {@code after} of the following page; null on the last
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodMailboxes(
    @JsonDeserialize(as = BoundedList.TenThousand.class) List<OfDomain> domains,
    @JsonDeserialize(as = BoundedList.Thousand.class) List<Found> found,
    String next) {
  private static final int LONGEST_ADDRESS = 320;
  private static final int LONGEST_ID = 320;
  private static final int LONGEST_DOMAIN = 253;

  public PodMailboxes {
    domains = domains == null ? List.of() : some(domains);
    found = found == null ? List.of() : some(found);
  }

  private static <T> List<T> some(List<T> any) {
    return any.stream().filter(Objects::nonNull).toList();
  }

  /** The kept mailboxes of one domain. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record OfDomain(
      String domain,
      long count,
      @JsonDeserialize(as = BoundedList.Fifty.class) List<Kept> mailboxes) {
    Retained.OfDomain known() {
      return new Retained.OfDomain(
          (int) Math.clamp(count, 0, Integer.MAX_VALUE),
          mailboxes == null
              ? List.of()
              : some(mailboxes).stream().flatMap(kept -> kept.known().stream()).toList());
    }
  }

  /** A kept mailbox. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Kept(String id, String address, long messages, long octets, String since) {
    private Optional<Retained.Kept> known() {
      return isId(id) && fits(address, LONGEST_ADDRESS)
          ? time(since).map(at -> new Retained.Kept(address, id, messages, octets, at))
          : Optional.empty();
    }
  }

  /** A mailbox that was there already when a user was created. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Found(String mailbox, long messages, long octets, String since, boolean taken) {
    Optional<Retained.Found> known() {
      return isId(mailbox)
          ? time(since).map(at -> new Retained.Found(messages, octets, at, taken))
          : Optional.empty();
    }
  }

  static boolean isId(String text) {
    return fits(text, LONGEST_ID);
  }

  static boolean isDomain(String text) {
    return fits(text, LONGEST_DOMAIN);
  }

  private static boolean fits(String text, int longest) {
    return text != null && text.length() <= longest;
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
