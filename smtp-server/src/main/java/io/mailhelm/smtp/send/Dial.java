package io.mailhelm.smtp.send;

/** Told how connecting to one address went, once. */
interface Dial {
  /** Nobody wants to know. */
  Dial UNWATCHED =
      new Dial() {
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
