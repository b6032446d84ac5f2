package io.mailhelm.smtp.listen;

/**
 * The state of a declared listener: its address, and why it does not listen.
 *
 * @param name as declared
 * @param address it is bound to, or would be
 * @param port it is bound to, the one the system gave where 0 was declared; 0 while it is not bound
 * @param problem why it does not listen, with what to do; empty when it does
 */
public record ListenerStatus(String name, String address, int port, String problem) {
  /** Whether it takes connections. */
  public boolean isListening() {
    return problem.isEmpty();
  }
}
