package io.mailhelm.operator.rollout;

import java.io.IOException;

/** Asks pods over the management API which config they run and which mailboxes they keep. */
public interface PodClient {
  /**
   * The address of a pod, and the credentials for it.
   *
   * @param address of the pod
   * @param port of its management API
   * @param token of that API
   * @param authority PEM of the authority that signed its certificate
   */
  record Target(String address, int port, String token, String authority) {
    /** Never contains the token. */
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

  /**
   * Why a pod takes no mail, as it answers a readiness probe. No credentials are sent.
   *
   * @param address of the pod
   * @param port of its probes
   * @return empty: it takes mail
   * @throws IOException when it does not say so within seconds
   */
  String unready(String address, int port) throws IOException, InterruptedException;

  /**
   * A page of what a pod keeps of users who are gone.
   *
   * @param after the {@code next} of the page before; empty: the first
   * @throws IOException when it does not say so within seconds
   */
  PodMailboxes mailboxes(Target target, String after) throws IOException, InterruptedException;
}
