package io.mailhelm.operator.rollout;

import java.io.IOException;

/** Asks pods. */
public interface PodClient {
  /**
   * A pod and what opens it.
   *
   * @param address of the pod
   * @param port of its management API
   * @param token of that API
   * @param authority PEM of who signed its certificate
   */
  record Target(String address, int port, String token, String authority) {
    /** Never the token. */
    @Override
    public String toString() {
      return address + ":" + port;
    }
  }

  /**
   * Which config a pod runs.
   *
   * @throws IOException when it does not say so within seconds
   */
  PodReport config(Target target) throws IOException, InterruptedException;
}
