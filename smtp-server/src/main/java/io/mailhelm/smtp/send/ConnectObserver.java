package io.mailhelm.smtp.send;

/** Told once how connecting to an address went. */
interface ConnectObserver {
  /** Ignores it. */
  ConnectObserver UNWATCHED =
      new ConnectObserver() {
        @Override
        public void connected() {}

        @Override
        public void failed(Exception cause, boolean overdue) {}
      };

  void connected();

  /**
   * @param overdue whether the waiting was ended from here
   */
  void failed(Exception cause, boolean overdue);
}
