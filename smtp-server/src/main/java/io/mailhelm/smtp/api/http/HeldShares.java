package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.HeldMemory;
import io.mailhelm.smtp.api.ObjectMemory;
import io.mailhelm.smtp.api.OpenRequest;
import io.mailhelm.smtp.api.ProblemDetails;
import io.mailhelm.smtp.receive.TransitMemory;
import io.mailhelm.smtp.wire.AddressKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Divides the memory that requests and answers may hold: at most half of the budget of mail in
 * transit, so that mail comes in meanwhile, and half of that for one caller. A caller that holds
 * nothing else may hold one request of any size that fits. An eighth of the budget is kept for the
 * token besides: users that hold all of theirs do not keep the administrator out. One caller has at
 * most {@value #MOST_AT_ONCE} requests that are not answered, of the threads that there are for
 * them a third. Thread-safe.
 */
@ApplicationScoped
class HeldShares {
  /** Requests of one caller whose answers are not taken yet. */
  static final int MOST_AT_ONCE = 64;

  private static final Duration LATER = Duration.ofSeconds(5);

  private static final String TOKEN = "token";

  private final TransitMemory budget;
  private final Map<String, Long> held = new HashMap<>();
  private final Map<String, Integer> open = new HashMap<>();
  private long all;

  @Inject
  HeldShares(ApiContext node) {
    this(node.inTransit());
  }

  HeldShares(TransitMemory budget) {
    this.budget = budget;
  }

  /**
   * Opens the holding of a request, which holds nothing yet.
   *
   * @throws ApiException 429 when the caller has as many requests already as one may
   */
  synchronized Holding open(Caller caller, InetAddress peer) {
    var key = key(caller, peer);
    if (open.getOrDefault(key, 0) >= MOST_AT_ONCE) {
      throw refusal(
          429,
          "You have %d requests that are not answered yet, or whose answers you have not read: send fewer at once."
              .formatted(MOST_AT_ONCE));
    }
    open.merge(key, 1, Integer::sum);
    return new Holding(key);
  }

  /** Octets that requests and answers hold now, all together. */
  synchronized long all() {
    return all;
  }

  private static String key(Caller caller, InetAddress peer) {
    return switch (caller) {
      case Caller.Owner(var user) -> user.mailboxId();
      case Caller.Operator() -> TOKEN;
      case Caller.Anonymous() -> AddressKey.of(peer);
    };
  }

  /** Whether {@code octets} more would be more than all requests may hold. */
  private boolean isFull(Holding holding, long octets, long own, long most) {
    var reserved = holding.key.equals(TOKEN) && own + octets <= most / 4;
    return all > holding.octets && all + octets > most && !reserved;
  }

  private synchronized void take(Holding holding, long octets) {
    long most = budget.limit() / 2;
    long own = held.getOrDefault(holding.key, 0L);
    if (own > holding.octets && own + octets > most / 2) {
      throw refusal(
          429, "Your requests hold all the memory that one caller may: send fewer at once.");
    }
    if (isFull(holding, octets, own, most) || !holding.share.hold(holding.octets + octets)) {
      throw refusal(
          503, "Requests hold all the memory there is for them: send this one again later.");
    }
    holding.octets += octets;
    all += octets;
    held.put(holding.key, own + octets);
  }

  private void giveBack(Holding holding) {
    open.computeIfPresent(holding.key, (key, count) -> count == 1 ? null : count - 1);
    holding.share.close();
    all -= holding.octets;
    held.merge(holding.key, -holding.octets, Long::sum);
    held.remove(holding.key, 0L);
    holding.octets = 0;
  }

  private static ApiException refusal(int status, String sentence) {
    return new ApiException(ProblemDetails.of(status, sentence), Optional.of(LATER));
  }

  /**
   * The memory that one request holds. It has users: its connection, until the answer is taken, and
   * its resource, which may go on after the connection has ended. The last user to end gives all of
   * it back.
   */
  final class Holding implements HeldMemory, OpenRequest {
    private final String key;
    private final TransitMemory.Share share = budget.share(0);
    private long octets;
    private final List<Runnable> whenLeft = new ArrayList<>();
    private int users = 1;
    private boolean left;

    private Holding(String key) {
      this.key = key;
    }

    @Override
    public void hold(long more) {
      synchronized (HeldShares.this) {
        if (users == 0) {
          throw new IllegalStateException("all of it was given back");
        }
        take(this, more);
      }
    }

    /** What is made of a row of the store. */
    @Override
    public void hold(int objects, long characters) {
      hold(ObjectMemory.of(objects, characters));
    }

    /** Requests that share memory share turns. */
    @Override
    public String name() {
      return key;
    }

    /**
     * Another user of it begins.
     *
     * @return whether it can; not when the last one has ended
     */
    boolean retain() {
      synchronized (HeldShares.this) {
        if (users > 0) {
          users++;
        }
        return users > 0;
      }
    }

    @Override
    public boolean hasLeft() {
      synchronized (HeldShares.this) {
        return left;
      }
    }

    @Override
    public void whenLeft(Runnable then) {
      synchronized (HeldShares.this) {
        if (!left) {
          whenLeft.add(then);
          return;
        }
      }
      then.run();
    }

    /** Its connection ends, or has taken the answer: it is no user any more. */
    void leave() {
      List<Runnable> told;
      synchronized (HeldShares.this) {
        left = true;
        told = List.copyOf(whenLeft);
        whenLeft.clear();
      }
      told.forEach(Runnable::run);
      release();
    }

    /** A user of it ends; each says it once. */
    void release() {
      synchronized (HeldShares.this) {
        if (--users == 0) {
          giveBack(this);
        }
      }
    }
  }
}
