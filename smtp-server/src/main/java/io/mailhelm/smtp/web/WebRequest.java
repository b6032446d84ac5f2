package io.mailhelm.smtp.web;

/**
 * A request to the public web port.
 *
 * @param method as it came
 * @param host the authority that is asked, without its port, as it came
 * @param path without the query, as it came: nothing is decoded
 * @param body empty when there is none
 */
public record WebRequest(String method, String host, String path, byte[] body) {
  /** Whether only the head of the answer is wanted. */
  public boolean isHead() {
    return method.equals("HEAD");
  }
}
