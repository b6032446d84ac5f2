package io.mailhelm.smtp.web;

/** A request that is not even looked at. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Answer answer;

  RefusedException(int status, String sentence) {
    super(sentence, null, false, false);
    answer = Answer.sentence(status, sentence);
  }

  /** What its sender is told. */
  public Answer answer() {
    return answer;
  }
}
