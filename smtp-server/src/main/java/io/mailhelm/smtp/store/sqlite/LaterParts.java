package io.mailhelm.smtp.store.sqlite;

import java.util.Arrays;
import java.util.Optional;

/**
 * Parts of lanes of one originator that nothing is to be done about now: a number for each, when
 * something falls due in it, and one of its deliveries, by which its name is read again from the
 * database. It takes some 50 octets for each and nothing for their names: a heap by time, and a
 * table by number. Not thread-safe.
 */
final class LaterParts {
  private static final int SMALLEST = 8;
  private static final int NONE = -1;

  /**
   * A part.
   *
   * @param number of its lane, as {@link LaneNumbers} has it
   * @param due when something falls due in it, in milliseconds since 1970
   * @param delivery one that was in it
   */
  record Later(long number, long due, long delivery) {}

  private static final int[] NO_TABLE = {NONE};

  private long[] numbers = {};
  private long[] dues = {};
  private long[] deliveries = {};

  /** Which part is at each place of the heap, and the place of each part. */
  private int[] heap = {};

  private int[] places = {};

  /** Parts by their numbers; each is at the first free place after the one of its number. */
  private int[] table = NO_TABLE;

  private int size;

  int size() {
    return size;
  }

  /** When the first falls due; {@link LaneOrder#NEVER} where there is none. */
  long firstDue() {
    return size == 0 ? LaneOrder.NEVER : dues[heap[0]];
  }

  /** Adds a part; of one that is there already the earlier time counts. */
  void add(Later later) {
    int at = find(later.number());
    if (at == NONE) {
      insert(later);
      return;
    }
    deliveries[at] = Math.max(deliveries[at], later.delivery());
    if (later.due() < dues[at]) {
      dues[at] = later.due();
      up(places[at]);
    }
  }

  /** Takes out the part with a number. */
  Optional<Later> remove(long number) {
    int at = find(number);
    return at == NONE ? Optional.empty() : Optional.of(take(at));
  }

  /** Takes out the first. There is one. */
  Later removeFirst() {
    return take(heap[0]);
  }

  /** Makes everything due so many milliseconds earlier. */
  void rebase(long back) {
    for (int i = 0; i < size; i++) {
      dues[i] -= back;
    }
  }

  private void insert(Later later) {
    if (size == numbers.length) {
      resize(Math.max(SMALLEST, size + size / 2));
    }
    int at = size++;
    numbers[at] = later.number();
    dues[at] = later.due();
    deliveries[at] = later.delivery();
    enter(at);
    heap[at] = at;
    places[at] = at;
    up(at);
  }

  private Later take(int at) {
    var taken = new Later(numbers[at], dues[at], deliveries[at]);
    leave(at);
    int last = --size;
    fillPlace(places[at], last);
    if (at != last) {
      fill(at, last);
    }
    if (size < numbers.length / 4) {
      resize(size * 2);
    }
    return taken;
  }

  /** Puts what is at the heap's last place into one that became free. */
  private void fillPlace(int place, int last) {
    if (place < last) {
      put(place, heap[last]);
      down(place);
      up(place);
    }
  }

  /** Moves the last part to a place in the arrays that became free. */
  private void fill(int at, int last) {
    table[tablePlace(last)] = at;
    numbers[at] = numbers[last];
    dues[at] = dues[last];
    deliveries[at] = deliveries[last];
    put(places[last], at);
  }

  private void put(int place, int part) {
    heap[place] = part;
    places[part] = place;
  }

  private void up(int from) {
    int part = heap[from];
    int place = from;
    while (place > 0 && dues[part] < dues[heap[(place - 1) / 2]]) {
      put(place, heap[(place - 1) / 2]);
      place = (place - 1) / 2;
    }
    put(place, part);
  }

  private void down(int from) {
    int part = heap[from];
    int place = from;
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && dues[heap[child + 1]] < dues[heap[child]]) {
        child++;
      }
      if (dues[heap[child]] >= dues[part]) {
        break;
      }
      put(place, heap[child]);
      place = child;
    }
    put(place, part);
  }

  private void resize(int capacity) {
    numbers = Arrays.copyOf(numbers, capacity);
    dues = Arrays.copyOf(dues, capacity);
    deliveries = Arrays.copyOf(deliveries, capacity);
    heap = Arrays.copyOf(heap, capacity);
    places = Arrays.copyOf(places, capacity);
    int wanted = capacity == 0 ? 1 : Integer.highestOneBit(capacity + capacity / 3) * 2;
    if (wanted != table.length) {
      table = emptyTable(wanted);
      for (int i = 0; i < size; i++) {
        enter(i);
      }
    }
  }

  private static int[] emptyTable(int length) {
    var empty = new int[length];
    Arrays.fill(empty, NONE);
    return empty;
  }

  private int home(long number) {
    return (int) number & (table.length - 1);
  }

  private int next(int place) {
    return (place + 1) & (table.length - 1);
  }

  private void enter(int part) {
    int place = home(numbers[part]);
    while (table[place] != NONE) {
      place = next(place);
    }
    table[place] = part;
  }

  private int find(long number) {
    for (int place = home(number); table[place] != NONE; place = next(place)) {
      if (numbers[table[place]] == number) {
        return table[place];
      }
    }
    return NONE;
  }

  private int tablePlace(int part) {
    int place = home(numbers[part]);
    while (table[place] != part) {
      place = next(place);
    }
    return place;
  }

  /** Empties a part's place in the table; those after it move up, so that they are still found. */
  private void leave(int part) {
    int free = tablePlace(part);
    table[free] = NONE;
    for (int place = next(free); table[place] != NONE; place = next(place)) {
      int home = home(numbers[table[place]]);
      boolean isBetween =
          free <= place ? free < home && home <= place : free < home || home <= place;
      if (!isBetween) {
        table[free] = table[place];
        table[place] = NONE;
        free = place;
      }
    }
  }
}
