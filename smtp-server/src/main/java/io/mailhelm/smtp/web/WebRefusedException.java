package io.mailhelm.smtp.web;

/** A request is refused before its page is looked up; the exception has the answer. */
public final class WebRefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient WebResponse answer;

  WebRefusedException(int status, String sentence) {
    super(sentence, null, false, false);
    answer = WebResponse.sentence(status, sentence);
  }

  /** What its sender is told. */
  public WebResponse answer() {
    return answer;
  }
}
