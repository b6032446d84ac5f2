package io.mailhelm.dns.growth;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;

/**
 * A function over somebody else's text, and the input that is worst for it. Its cost is the
 * processor time of the thread that runs it, the least of several runs, so that a busy machine does
 * not matter: four times the input may cost eight times as much, and a quadratic function costs
 * sixteen. Memory is counted as the octets that the thread allocates: twice the input may allocate
 * three times as many, and a quadratic function allocates four times as many.
 *
 * @param name what a failure is told with
 * @param size how many units the smaller input has; the larger has four times as many
 * @param trial makes the input of so many units, and returns what runs the function over it
 */
public record Growth(String name, int size, IntFunction<Run> trial) {
  private static final int RUNS = 6;
  private static final int FACTOR = 4;
  private static final int ALLOWED = 8;

  /** What differs by less is the machine, not the function. */
  private static final long FLOOR = 40_000_000;

  /** A function that costs more than this for the smaller input is not looked at further. */
  private static final long MOST = 4_000_000_000L;

  private static final int ALLOWED_OF_TWICE = 3;

  /** Octets: buffers that double, and what is loaded once. */
  private static final long MEMORY_FLOOR = 1 << 20;

  /** One run of the function; what it refuses is as good as what it takes. */
  @FunctionalInterface
  public interface Run {
    void run() throws Exception;
  }

  /** A function over text. */
  @FunctionalInterface
  public interface OverText {
    void read(String text) throws Exception;
  }

  /**
   * A function over {@code unit} repeated, after {@code before} and with {@code after} behind it.
   */
  public static Growth of(
      String name, int size, String before, String unit, String after, OverText function) {
    return new Growth(
        name,
        size,
        count -> {
          var text = before + unit.repeat(count) + after;
          return () -> function.read(text);
        });
  }

  /**
   * @throws AssertionError when the cost grows more than the input does
   */
  public void check() {
    var small = Long.MAX_VALUE;
    var large = Long.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      small = Math.min(small, cost(size));
      if (small > MOST) {
        throw new AssertionError("%s: %d units cost %s".formatted(name, size, millis(small)));
      }
      large = Math.min(large, cost(size * FACTOR));
      var linear = large <= ALLOWED * small + FLOOR;
      if (run > 0 && linear) {
        return;
      }
      if (!linear && large > MOST) {
        break;
      }
    }
    throw new AssertionError(
        "%s: %d units cost %s, %d cost %s"
            .formatted(name, size, millis(small), size * FACTOR, millis(large)));
  }

  /**
   * @throws AssertionError when the octets allocated grow more than the input does
   */
  public void checkMemory() {
    memory(size); // loads classes
    long of = memory(size);
    for (int units = size; units < size * FACTOR; units *= 2) {
      long ofTwice = memory(units * 2);
      if (ofTwice > ALLOWED_OF_TWICE * of + MEMORY_FLOOR) {
        throw new AssertionError(
            "%s: %d units allocate %d octets, %d allocate %d"
                .formatted(name, units, of, units * 2, ofTwice));
      }
      of = ofTwice;
    }
  }

  private long memory(int units) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var run = trial.apply(units);
    long before = threads.getCurrentThreadAllocatedBytes();
    run(run, units);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static String millis(long nanos) {
    return nanos / 1_000_000 + " ms";
  }

  private long cost(int units) {
    var threads = ManagementFactory.getThreadMXBean();
    var run = trial.apply(units);
    var before = threads.getCurrentThreadCpuTime();
    run(run, units);
    return threads.getCurrentThreadCpuTime() - before;
  }

  private void run(Run run, int units) {
    try {
      run.run();
    } catch (Exception refused) {
      // a refusal costs, too
    } catch (StackOverflowError deep) {
      throw new AssertionError("%s: %d units are too deep".formatted(name, units), deep);
    }
  }

  /** What a test report calls it. */
  @Override
  public String toString() {
    return name;
  }
}
