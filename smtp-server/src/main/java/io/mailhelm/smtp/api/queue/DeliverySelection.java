package io.mailhelm.smtp.api.queue;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.management.NamedMailboxes;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.DeliveryQuery;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters that select deliveries. */
public record DeliverySelection(
    @Parameter(
            description =
                "queued, held, delivered, failed, expired, cancelled, several with commas between"
                    + " them, or all; queued and held when absent")
        @QueryParam("state")
        Optional<String> state,
    @Parameter(description = "The domain of ours it leaves from") @QueryParam("domain")
        Optional<String> domain,
    @Parameter(description = "The recipient's domain") @QueryParam("destination")
        Optional<String> destination,
    @Parameter(description = "Who sent it: an address, or a name in the only domain")
        @QueryParam("user")
        Optional<String> user,
    @Parameter(description = "The id of the message") @QueryParam("message")
        Optional<String> message,
    @Parameter(description = "Part of the recipient's address") @QueryParam("recipient")
        Optional<String> recipient,
    @Parameter(description = "At least so long in the queue: 90s, 30m, 12h, 2d")
        @QueryParam("olderThan")
        Optional<String> olderThan) {

  /** Whether it selects less than everything. */
  boolean saysSomething() {
    return Stream.of(domain, destination, user, message, recipient, olderThan)
            .anyMatch(Optional::isPresent)
        || state.filter(written -> !DeliveryStates.isAll(written)).isPresent();
  }

  /**
   * The states that are meant.
   *
   * @param otherwise where none is named
   */
  Set<State> states(Set<State> otherwise) {
    return DeliveryStates.of(state, otherwise);
  }

  /**
   * @param states any of them
   * @throws ApiException 400 or 422 with what is allowed
   */
  DeliveryQuery query(
      Set<State> states,
      int limit,
      Optional<DeliveryId> after,
      NamedMailboxes mailboxes,
      Instant now) {
    return new DeliveryQuery(
        limit,
        after,
        states,
        domain.map(name -> domain("domain", name)),
        destination.map(DeliverySelection::destination),
        user.map(name -> mailboxes.address("user", name).toString()),
        Optional.empty(),
        message,
        recipient,
        olderThan.map(age -> now.minus(AgeParameter.of("olderThan", age))));
  }

  /** Address literals are destinations too. */
  private static String destination(String written) {
    return written.startsWith("[")
        ? written.toLowerCase(Locale.ROOT)
        : domain("destination", written);
  }

  private static String domain(String name, String written) {
    try {
      return DomainName.of(written).ascii();
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("'%s': %s.".formatted(name, e.getMessage()));
    }
  }
}
