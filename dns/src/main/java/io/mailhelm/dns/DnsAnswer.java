package io.mailhelm.dns;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The result of a look-up: found, absent or unavailable. The three are kept apart because mail
 * treats them differently: an absent record is a permanent failure, an unavailable one is asked for
 * again later.
 */
public sealed interface DnsAnswer<T> {
  /**
   * Records exist.
   *
   * @param name where they are, after aliases (CNAME, RFC 1034 §3.6.2) were followed; lower case,
   *     without the last dot
   * @param values one or more
   * @param validated whether signatures prove all of it, aliases included (RFC 4035 §5)
   */
  record Found<T>(String name, List<T> values, boolean validated) implements DnsAnswer<T> {
    public Found {
      Objects.requireNonNull(name);
      values = List.copyOf(values);
    }
  }

  /**
   * There are no records of that type.
   *
   * @param nameExists false for NXDOMAIN: there is nothing of any type (RFC 2308 §2.1)
   * @param validated whether signatures prove it
   */
  record Absent<T>(boolean nameExists, boolean validated) implements DnsAnswer<T> {}

  /**
   * It is not known whether records exist: no server answered in time, they failed, or signatures
   * are not valid.
   *
   * @param reason for the log, one line
   */
  record Unavailable<T>(String reason, Cause cause) implements DnsAnswer<T> {
    public Unavailable {
      Objects.requireNonNull(reason);
      Objects.requireNonNull(cause);
    }

    /** Where nobody said that it failed. */
    public Unavailable(String reason) {
      this(reason, Cause.NO_ANSWER);
    }
  }

  /** What kept an answer from being told. */
  enum Cause {
    /** None came, or none that can be read or used. */
    NO_ANSWER,
    /**
     * A name server said that it failed (SERVFAIL, RFC 1035 §4.1.1): it is what a validator says
     * where signatures do not hold (RFC 4035 §5.5).
     */
    SERVER_FAILURE
  }

  /** The values that were found; none otherwise. */
  default List<T> found() {
    return this instanceof Found<T>(var name, var values, var validated) ? values : List.of();
  }

  /** Whether signatures prove it, presence or absence. */
  default boolean isValidated() {
    return switch (this) {
      case Found<T> answer -> answer.validated();
      case Absent<T> answer -> answer.validated();
      case Unavailable<T> answer -> false;
    };
  }

  /** The same answer with other values. */
  default <R> DnsAnswer<R> map(Function<List<T>, List<R>> change) {
    return switch (this) {
      case Found<T>(var name, var values, var validated) ->
          new Found<>(name, change.apply(values), validated);
      case Absent<T>(var exists, var validated) -> new Absent<>(exists, validated);
      case Unavailable<T>(var reason, var cause) -> new Unavailable<>(reason, cause);
    };
  }
}
