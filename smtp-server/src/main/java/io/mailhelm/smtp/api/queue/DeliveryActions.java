package io.mailhelm.smtp.api.queue;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.management.QueryParameters;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.DeliveryQuery;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.StoreReads;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds, releases, retries or deletes deliveries on request, and wakes the part that sends. */
@ApplicationScoped
class DeliveryActions {
  private final ApiContext node;

  DeliveryActions(ApiContext node) {
    this.node = node;
  }

  /** The states in which an action changes anything. */
  static Set<State> applicable(Action action) {
    return switch (action) {
      case RETRY -> Set.of(State.QUEUED);
      case RELEASE -> Set.of(State.HELD);
      case HOLD, DELETE -> DeliveryStates.OPEN;
    };
  }

  /**
   * Changes one delivery.
   *
   * @param reads finds out why it was not
   * @throws ApiException 404; or 409 saying why it cannot be changed
   */
  ChangedCount one(Action action, DeliveryId id, StoreReads reads) {
    var changed = apply(action, List.of(id));
    if (changed == 0) {
      throw reads
          .find(id)
          .map(delivery -> ApiException.of(409, reason(action, delivery)))
          .orElseGet(DeliveryActions::none);
    }
    return new ChangedCount(changed);
  }

  /** Changes those of {@code deliveries} that can be. */
  int apply(Action action, List<DeliveryId> deliveries) {
    var changed = node.store().queue().apply(action, deliveries, node.clock().instant());
    if (changed > 0 && (action == Action.RELEASE || action == Action.RETRY)) {
      node.sending().wake();
    }
    return changed;
  }

  /**
   * Changes whatever matches, page by page.
   *
   * @param query its first page
   * @param reads finds it
   */
  ChangedCount all(Action action, DeliveryQuery query, StoreReads reads) {
    int changed = 0;
    var page = reads.ids(query);
    while (!page.isEmpty()) {
      changed += apply(action, page);
      page = reads.ids(after(query, page.getLast()));
    }
    return new ChangedCount(changed);
  }

  private static DeliveryQuery after(DeliveryQuery query, DeliveryId id) {
    return new DeliveryQuery(
        query.limit(),
        Optional.of(id),
        query.states(),
        query.domain(),
        query.destination(),
        query.user(),
        query.mailboxId(),
        query.messageId(),
        query.recipient(),
        query.queuedBefore());
  }

  /**
   * The id of a delivery, as clients write it.
   *
   * @throws ApiException 404: no delivery can have such an id
   */
  static DeliveryId id(String written) {
    return QueryParameters.id(written, DeliveryId::new).orElseThrow(DeliveryActions::none);
  }

  static ApiException none() {
    return ApiException.notFound("There is no such delivery.");
  }

  /** Why an action changed nothing. */
  private static String reason(Action action, Delivery delivery) {
    var state = delivery.state();
    if (state.isFinal()) {
      return "It is %s: nothing more happens to it.".formatted(DeliveryStates.word(state));
    }
    return switch (action) {
      case HOLD -> "It is held already.";
      case RELEASE ->
          delivery
              .hold()
              .map(DeliveryActions::held)
              .orElse("It is not held: it is tried when it is due, or at once if you retry it.");
      case RETRY ->
          delivery
              .hold()
              .map(DeliveryActions::held)
              .orElse("It is being sent now: retry it when this attempt has not delivered it.");
      case DELETE ->
          "It is being sent now and cannot be called back: hold it, and delete it when this attempt"
              + " has not delivered it.";
    };
  }

  /** Why it is not tried, and what to do about it. */
  private static String held(Delivery.Hold hold) {
    var advice =
        hold.reason().isReleasedByPeople()
            ? "release it, and it is tried at once."
            : "mend that and it is released, or delete it.";
    return "It is held because %s: %s".formatted(hold.reason().words(), advice);
  }
}
