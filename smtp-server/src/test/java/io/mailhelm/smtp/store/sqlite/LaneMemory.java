package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.Originator;

/** How many octets of the heap lanes take that wait: {@code LaneMemory [LANES]}. */
final class LaneMemory {
  private LaneMemory() {}

  public static void main(String[] arguments) {
    int lanes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    System.out.printf("short names: %.1f octets a lane%n", octetsEach(lanes, ""));
    System.out.printf("domains of 200: %.1f octets a lane%n", octetsEach(lanes, "x".repeat(185)));
  }

  /** Heap that each of so many lanes of one originator takes. */
  static double octetsEach(int lanes, String longer) {
    long before = used();
    var order = new LaneOrder(DatabaseSettings.MOST_NAMED);
    var alice = new Originator("example.com", "alice@example.com");
    for (int i = 0; i < lanes; i++) {
      order.add(new LanePart("team|" + longer + "d" + i + ".example", alice), i % 86_400, i);
    }
    double each = (double) (used() - before) / lanes;
    if (order.next().isEmpty()) { // also keeps it until here
      throw new IllegalStateException("nothing waits");
    }
    return each;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
