package io.mailhelm.smtp.store;

import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a queue promises, said as plainly as possible: a list that is searched. */
final class ModelQueue {
  /** A delivery. */
  static final class Item {
    final DeliveryId id;
    final String messageId;
    final String destination;
    final Originator originator;
    String lane;
    State state = State.QUEUED;
    Instant due;
    boolean leased;
    boolean hurried;
    boolean byHand;

    Item(Delivery delivery) {
      id = delivery.id();
      messageId = delivery.messageId();
      destination = delivery.destination();
      originator = Originator.of(delivery);
      lane = delivery.lane();
      due = delivery.due();
    }

    @Override
    public String toString() {
      return "%s %s %s %s %s%s".formatted(id, destination, lane, state, due, leased ? " *" : "");
    }
  }

  private static final Comparator<Item> ORDER =
      Comparator.<Item, Instant>comparing(item -> item.due)
          .thenComparing(item -> item.originator)
          .thenComparing(item -> item.id.value());

  final Map<Long, Item> items = new TreeMap<>();

  void add(List<Delivery> deliveries) {
    deliveries.forEach(each -> items.put(each.id().value(), new Item(each)));
  }

  private Stream<Item> waiting() {
    return items.values().stream().filter(i -> i.state == State.QUEUED && !i.leased);
  }

  List<String> due(Instant now) {
    return waiting()
        .filter(item -> !item.due.isAfter(now))
        .sorted(Comparator.<Item, Instant>comparing(i -> i.due).thenComparing(i -> i.lane))
        .map(item -> item.lane)
        .distinct()
        .toList();
  }

  Optional<Instant> nextDue() {
    return waiting().map(item -> item.due).min(Comparator.naturalOrder());
  }

  List<DeliveryId> lease(String lane, Instant now, int recipients) {
    var ready = waiting().filter(i -> i.lane.equals(lane) && !i.due.isAfter(now)).toList();
    var taken = new ArrayList<Item>();
    ready.stream().min(ORDER).ifPresent(taken::add);
    for (var item : ready) {
      if (taken.size() < recipients
          && item != taken.getFirst()
          && item.messageId.equals(taken.getFirst().messageId)
          && item.destination.equals(taken.getFirst().destination)) {
        taken.add(item);
      }
    }
    taken.forEach(item -> item.leased = true);
    return taken.stream().map(i -> i.id).sorted(Comparator.comparing(DeliveryId::value)).toList();
  }

  void settle(Collection<DeliveryId> ids, State state, Instant due) {
    for (var id : ids) {
      var item = items.get(id.value());
      if (state.isFinal()) {
        item.state = state;
      } else if (!item.hurried) {
        item.due = due;
      }
      item.leased = false;
      item.hurried = false;
    }
  }

  void giveBack(Collection<DeliveryId> ids) {
    for (var id : ids) {
      items.get(id.value()).leased = false;
      items.get(id.value()).hurried = false;
    }
  }

  void move(String destination, String from, String to) {
    items.values().stream()
        .filter(i -> i.state == State.QUEUED)
        .filter(i -> i.destination.equals(destination) && i.lane.equals(from))
        .forEach(item -> item.lane = to);
  }

  int apply(Action action, Collection<DeliveryId> ids, Instant now) {
    return (int) ids.stream().filter(id -> apply(action, items.get(id.value()), now)).count();
  }

  private static boolean apply(Action action, Item item, Instant now) {
    var possible =
        switch (action) {
          case RETRY -> item.state == State.QUEUED;
          case HOLD -> item.state == State.QUEUED || item.state == State.HELD && !item.byHand;
          case RELEASE -> item.state == State.HELD && item.byHand;
          case DELETE -> !item.state.isFinal() && !item.leased;
        };
    if (!possible) {
      return false;
    }
    switch (action) {
      case HOLD -> {
        item.state = State.HELD;
        item.byHand = true;
      }
      case DELETE -> item.state = State.CANCELLED;
      case RELEASE -> {
        item.state = State.QUEUED;
        item.due = now;
        item.hurried = item.leased;
      }
      case RETRY -> {
        item.due = item.due.isBefore(now) ? item.due : now;
        item.hurried = item.leased;
      }
    }
    return true;
  }

  int hold(Collection<DeliveryId> ids) {
    var queued =
        ids.stream().map(id -> items.get(id.value())).filter(i -> i.state == State.QUEUED).toList();
    for (var item : queued) {
      item.state = State.HELD;
      item.byHand = false;
    }
    return queued.size();
  }

  int unhold(Collection<DeliveryId> ids, Instant now) {
    var held =
        ids.stream()
            .map(id -> items.get(id.value()))
            .filter(i -> i.state == State.HELD && !i.byHand)
            .toList();
    for (var item : held) {
      item.state = State.QUEUED;
      item.due = now;
      item.hurried = item.leased;
    }
    return held.size();
  }

  void restart() {
    items.values().forEach(item -> item.leased = item.hurried = false);
  }

  long count(State state) {
    return items.values().stream().filter(item -> item.state == state).count();
  }

  long leased() {
    return items.values().stream().filter(item -> item.leased).count();
  }
}
