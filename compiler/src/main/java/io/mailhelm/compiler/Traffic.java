package io.mailhelm.compiler;

import java.util.Objects;

/**
 * Where a server's connections come from and whether it can send, for all of its processes
 * together.
 *
 * @param connections that peers made to its listeners since it started
 * @param outsiders whether any of them came from an address that is neither a node's nor a pod's;
 *     on a laptop, from one that is not this machine's
 * @param example one of the addresses they came from; empty where there were none
 * @param port25 whether other servers can be reached
 */
public record Traffic(long connections, boolean outsiders, String example, Port25 port25) {
  public Traffic {
    Objects.requireNonNull(example);
    Objects.requireNonNull(port25);
  }

  /** Whether connections to port 25 of other servers succeed. */
  public enum Port25 {
    /** Too few were tried. */
    Unknown,
    /** Some succeeded. */
    Open,
    /** Those to several servers of different domains all timed out: a provider blocks them. */
    Blocked
  }
}
