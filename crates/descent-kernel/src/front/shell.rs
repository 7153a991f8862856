//! The port for requests: cells first of all.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::time::sleep;
use zeromq::{RouterSendHalf, SocketSend};

use super::advice::advice;
use super::compilation::Compilation;
use super::control::{Activity, Stop, unknown};
use super::history::History;
use super::keyboard::Keyboard;
use super::message::{Key, Message, failure};
use super::names::Names;
use super::ports::{Evcxr, Output};
use super::positions::Text;
use super::printed::{Printed, Printer, Shown};
use super::visibility::Private;
use super::{Facts, completeness, inspect, kernel_info, sums};
use crate::cell_syntax::parsed;
use crate::current_cell::CurrentCell;
use crate::dependency::replaced;
use crate::errors::{Refused, Session, explain, has_ended, readable};
use crate::words::{Words, words};

/// The target by which editors ask evcxr for the errors of a cell that they do not run.
const CHECK: &str = "evcxr-cargo-check";

/// How long nobody asks before the time is used to read ahead.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers requests, one after the other.
pub struct Shell {
    pub key: Key,
    pub evcxr: Evcxr,
    pub printer: Printer,
    pub keyboard: Keyboard,
    pub answers: RouterSendHalf,
    pub queue: UnboundedReceiver<Message>,
    pub outputs: UnboundedSender<Message>,
    pub activity: Arc<Activity>,
    pub facts: Arc<Facts>,
    /// The compiler's version.
    pub rust: Arc<str>,
    pub history: History,
    pub names: Names,
    /// What is private in the lessons' crates, read when it is first needed.
    pub private: Option<Private>,
    /// What the first `:dep` line has to have compiled.
    pub compiles: Option<String>,
    /// What errors may come of.
    pub session: Session,
    /// The number of the last cell.
    pub count: u32,
}

/// What became of a cell.
#[derive(Debug, Default)]
struct Outcome {
    /// The text of its last expression.
    result: Option<String>,
    /// `ename`, `evalue` and `traceback`.
    error: Option<Value>,
    /// Whether the process that ran the cells has ended, and the variables with it.
    has_ended: bool,
}

/// What a cell shows, on its way to all who listen.
struct Show<'a> {
    request: &'a Message,
    count: u32,
    outputs: &'a UnboundedSender<Message>,
    is_silent: bool,
    outcome: Outcome,
    /// What evcxr says of a cell that it cannot run.
    errors: Vec<Value>,
}

impl<'a> Show<'a> {
    fn of(request: &'a Message, count: u32, outputs: &'a UnboundedSender<Message>) -> Self {
        Self {
            request,
            count,
            outputs,
            is_silent: false,
            outcome: Outcome::default(),
            errors: Vec::new(),
        }
    }

    fn publish(&self, kind: &str, content: Value) {
        if !self.is_silent {
            let _ = self.outputs.send(self.request.child(kind, content));
        }
    }

    fn evcxrs(&mut self, mut message: Message) {
        let kind = message.kind().to_owned();
        match &*kind {
            "execute_input" => {}
            "error" => self.errors.push(message.content),
            "execute_result" => {
                message.content["execution_count"] = json!(self.count);
                self.keep_result(&message.content["data"]);
                self.publish("execute_result", message.content);
            }
            kind => self.publish(kind, message.content),
        }
    }

    fn printed(&mut self, printed: Printed) {
        match printed {
            Printed::Text { name, text } => {
                self.publish("stream", json!({"name": name, "text": text}));
            }
            Printed::Shown(shown) => self.shown(shown),
            Printed::Clear { wait } => self.publish("clear_output", json!({"wait": wait})),
            Printed::Failed { ename, evalue } => {
                self.outcome.error = Some(failure(&ename, &Words::said(evalue)));
            }
            Printed::Begun | Printed::Complete => {}
        }
    }

    fn shown(&mut self, shown: Shown) {
        let mut content = json!({"data": shown.data, "metadata": shown.metadata});
        if let Some(id) = &shown.id {
            content["transient"] = json!({"display_id": id});
        }
        let kind = match &shown {
            Shown {
                is_update: true, ..
            } => "update_display_data",
            Shown {
                is_result: true, ..
            } => {
                content["execution_count"] = json!(self.count);
                self.keep_result(&content["data"]);
                "execute_result"
            }
            _ => "display_data",
        };
        self.publish(kind, content);
    }

    fn keep_result(&mut self, data: &Value) {
        let text = data["text/plain"].as_str();
        self.outcome.result = text.map(str::to_owned).or(self.outcome.result.take());
    }
}

impl Shell {
    pub async fn serve(mut self) -> Result<(), String> {
        let mut ahead = self.facts.read_ahead.clone();
        let mut is_asked = false;
        // Threads that a cell has left behind may print between two cells.
        let mut last = Message::default();
        loop {
            let request = tokio::select! {
                request = self.queue.recv() => request,
                printed = self.printer.next() => {
                    Show::of(&last, self.count, &self.outputs).printed(printed);
                    continue;
                }
                // Clients ask who the kernel is, some more than once, and nobody shall wait.
                () = sleep(PAUSE), if is_asked && ahead.is_some() => {
                    self.read_ahead(&ahead.take().unwrap_or_default()).await?;
                    continue;
                }
            };
            let Some(request) = request else {
                return Ok(());
            };
            is_asked = true;
            let has_failed = self.respond(&request).await?;
            if request.kind() == "execute_request" {
                if has_failed && request.flag("stop_on_error", true) {
                    self.abort_queue().await?;
                }
                last = request;
            }
        }
    }

    /// Answers a request, and tells whether with an error.
    async fn respond(&mut self, request: &Message) -> Result<bool, String> {
        self.tell_state(request, "busy");
        let content = self.answer(request).await?;
        let has_failed = content["status"] == "error";
        // A comm's messages have no answer.
        if request.kind().ends_with("_request") {
            self.send(&request.reply(content)).await;
        }
        self.tell_state(request, "idle");
        Ok(has_failed)
    }

    /// Lets rust-analyzer read what the first cell would wait for, by the completions of `cell`.
    async fn read_ahead(&mut self, cell: &str) -> Result<(), String> {
        self.complete_end_of(cell).await.map(|_| ())
    }

    /// Reads the names that rust-analyzer finds in scope, for the time when it cannot be asked.
    async fn read_names(&mut self) -> Result<(), String> {
        let reply = self.complete_end_of("();\n").await?;
        let names = reply.content["matches"].as_array().into_iter().flatten();
        let names = names.filter_map(Value::as_str);
        self.names.extend(names.map(str::to_owned));
        Ok(())
    }

    /// evcxr's completions at the end of a cell.
    async fn complete_end_of(&mut self, cell: &str) -> Result<Message, String> {
        let content = json!({"code": cell, "cursor_pos": cell.chars().count()});
        let request = Message::default().child("complete_request", content);
        self.ask(&request).await
    }

    /// Has evcxr answer a request that shows nothing.
    async fn ask(&mut self, request: &Message) -> Result<Message, String> {
        let (printer, keyboard) = (&mut self.printer, &mut self.keyboard);
        self.evcxr.ask(request, printer, keyboard, |_| {}).await
    }

    async fn answer(&mut self, request: &Message) -> Result<Value, String> {
        Ok(match request.kind() {
            "execute_request" => self.execute(request).await?,
            "kernel_info_request" => kernel_info::answer(&self.rust, self.facts.docs.as_deref()),
            "is_complete_request" => completeness::answer(request.text("code")),
            "complete_request" => self.complete(request).await?,
            "inspect_request" => self.inspect(request).await?,
            "history_request" => self.history.answer(request),
            "comm_info_request" => json!({"status": "ok", "comms": {}}),
            "comm_open" => self.open_comm(request).await?,
            kind => unknown(kind),
        })
    }

    fn tell_state(&self, request: &Message, state: &str) {
        self.publish(request.status(state));
    }

    fn publish(&self, message: Message) {
        let _ = self.outputs.send(message);
    }

    async fn send(&mut self, reply: &Message) {
        // Whoever has gone away needs no answer.
        let _ = self.answers.send(self.key.write(reply)).await;
    }

    /// Runs a cell.
    async fn execute(&mut self, request: &Message) -> Result<Value, String> {
        let code = request.text("code");
        let is_silent = request.flag("silent", false);
        let is_stored = request.flag("store_history", !is_silent) && !is_silent;
        if is_stored {
            self.count += 1;
        }
        let count = self.count;
        if self.names.would_bring_first_constant(code) {
            self.read_names().await?;
        }
        if !is_silent {
            let content = json!({"code": code, "execution_count": count});
            self.publish(request.child("execute_input", content));
        }
        let outcome = self.run(request, code, is_silent).await?;
        if is_stored {
            self.history.add(count, code, outcome.result);
        }
        match &outcome.error {
            Some(_) => self.session.add_failed(count, code, outcome.has_ended),
            None => {
                self.names.add(code);
                self.session.add(count, code);
                let advice = advice(&parsed(code));
                if !is_silent && !advice.is_empty() {
                    let text: String = advice.iter().map(|one| format!("{one}\n")).collect();
                    let content = json!({"name": "stderr", "text": text});
                    self.publish(request.child("stream", content));
                }
            }
        }
        let Some(mut error) = outcome.error else {
            let expressions = self.user_expressions(request).await?;
            return Ok(json!({
                "status": "ok",
                "execution_count": count,
                "user_expressions": expressions,
                "payload": [],
            }));
        };
        if !is_silent {
            self.publish(request.child("error", error.clone()));
        }
        error["status"] = json!("error");
        error["execution_count"] = json!(count);
        Ok(error)
    }

    /// Has evcxr run `code` and passes its outputs on as those of `request`.
    async fn run(
        &mut self,
        request: &Message,
        code: &str,
        is_silent: bool,
    ) -> Result<Outcome, String> {
        if code.trim().is_empty() {
            return Ok(Outcome::default());
        }
        let can_answer = request.flag("allow_stdin", false);
        self.keyboard.set_answering(can_answer);
        let cell = CurrentCell {
            number: self.count,
            code: code.to_owned(),
        };
        // Without it a place is told in fewer words.
        let _ = cell.write(&self.facts.folder);
        let dependencies = self.facts.dependencies(code);
        // The `:dep` lines stand before all else.
        let replacements = [dependencies.replacements.clone(), sums::stated(code)].concat();
        let evcxrs = replaced(code, &replacements);
        let content = json!({"code": evcxrs, "silent": false, "allow_stdin": can_answer});
        let mut inner = Message {
            content,
            ..request.clone()
        };
        // It may be somebody's question about a variable.
        inner.header["msg_type"] = json!("execute_request");
        let mut show = Show::of(request, self.count, &self.outputs);
        show.is_silent = is_silent;
        let activity = Arc::clone(&self.activity);
        activity.begin();
        self.facts.allow_compiler();
        Refused::forget(&self.facts.folder);
        let compilation = Compilation::begin(
            &self.facts,
            &dependencies,
            &mut self.compiles,
            (request, &self.outputs),
        );
        let shown = |output| match output {
            Output::Evcxrs(message) => show.evcxrs(message),
            Output::Printed(Printed::Begun) => activity.run(),
            Output::Printed(printed) => show.printed(printed),
        };
        let (printer, keyboard) = (&mut self.printer, &mut self.keyboard);
        let reply = self.evcxr.ask(&inner, printer, keyboard, shown).await?;
        let mut outcome = show.outcome;
        let has_failed = reply.text("status") == "error";
        compilation.end(has_failed);
        match self.activity.end() {
            Some(stop) => {
                outcome.has_ended = stop == Stop::WhileItRan;
                outcome.error = Some(failure("Interrupted", &stopped(stop)));
            }
            None if has_failed && outcome.error.is_none() => {
                let messages = show.errors.iter().filter_map(|one| one["evalue"].as_str());
                let messages: Vec<&str> = messages.collect();
                outcome.has_ended = has_ended(&messages);
                outcome.error = Some(self.explained(&messages, &cell));
            }
            None => {}
        }
        Ok(outcome)
    }

    /// The errors that evcxr has told of, as one.
    fn explained(&self, messages: &[&str], cell: &CurrentCell) -> Value {
        let refused = Refused::read(&self.facts.folder);
        let shown = explain(refused.as_ref(), messages, cell, &self.session);
        json!({"ename": shown.ename, "evalue": shown.evalue, "traceback": shown.traceback})
    }

    /// The values that a client wants to have with a cell's end, by name.
    async fn user_expressions(&mut self, request: &Message) -> Result<Value, String> {
        let mut values = serde_json::Map::new();
        let Some(wanted) = request.content["user_expressions"].as_object() else {
            return Ok(json!({}));
        };
        for (name, expression) in wanted {
            let code = expression.as_str().unwrap_or_default();
            let outcome = self.run(request, code, true).await?;
            let value = match outcome.error {
                Some(mut error) => {
                    error["status"] = json!("error");
                    error
                }
                None => json!({
                    "status": "ok",
                    "data": {"text/plain": outcome.result.unwrap_or_default()},
                    "metadata": {},
                }),
            };
            values.insert(name.clone(), value);
        }
        Ok(values.into())
    }

    /// Answers cells that were queued behind one that failed: they are not run.
    async fn abort_queue(&mut self) -> Result<(), String> {
        let mut others = Vec::new();
        while let Ok(request) = self.queue.try_recv() {
            if request.kind() != "execute_request" {
                others.push(request);
                continue;
            }
            self.tell_state(&request, "busy");
            self.send(&request.reply(json!({"status": "aborted"})))
                .await;
            self.tell_state(&request, "idle");
        }
        for request in others {
            self.respond(&request).await?;
        }
        Ok(())
    }

    async fn complete(&mut self, request: &Message) -> Result<Value, String> {
        let text = self.text(request.text("code"));
        let at = cursor(request).min(request.text("code").chars().count());
        if text.code()[..text.byte(at)].trim().is_empty() || self.names.are_dangerous(text.code()) {
            return Ok(self.names.answer(request.text("code"), at));
        }
        let mut content = self.ask_about(request, &text, at).await?;
        if content["status"] != "ok" {
            content = json!({"status": "ok", "matches": [], "cursor_start": at, "cursor_end": at, "metadata": {}});
            return Ok(content);
        }
        let types = content["metadata"]["_jupyter_types_experimental"].as_array_mut();
        for place in types.into_iter().flatten() {
            for name in ["start", "end"] {
                place[name] = json!(text.to_client(number(&place[name])));
            }
        }
        for name in ["cursor_start", "cursor_end"] {
            content[name] = json!(text.to_client(number(&content[name])));
        }
        let typed = content["cursor_start"]
            .as_u64()
            .map_or(at, |start| start as usize);
        let typed: String = request.text("code").chars().take(at).skip(typed).collect();
        let facts = &self.facts;
        let private = self
            .private
            .get_or_insert_with(|| Private::in_crates(&facts.sources()));
        let is_hidden = |name: &str| private.has(name);
        self.names
            .put_best_first(&mut content, text.code(), &typed, is_hidden);
        Ok(content)
    }

    async fn inspect(&mut self, request: &Message) -> Result<Value, String> {
        let text = self.text(request.text("code"));
        let Some(asked) = inspect::asked(text.code(), text.byte(cursor(request))) else {
            return Ok(found(None));
        };
        if let Some(meaning) = inspect::keyword(&asked.word) {
            return Ok(found(Some(&meaning)));
        }
        if asked.is_plain
            && let Some(item) = self.names.item(&asked.word)
        {
            return Ok(found(Some(item)));
        }
        let mut content = self.hover(request, &asked.whole).await?;
        if content["found"] != true {
            // What stands before it in the cell may say what it is.
            content = self.hover(request, &text.code()[..asked.end]).await?;
        }
        if content["status"] != "ok" {
            return Ok(found(None));
        }
        let Some(mut shown) = content["data"]["text/plain"].as_str().map(readable) else {
            return Ok(content);
        };
        if !shown.starts_with(&format!("{}: ", asked.word)) {
            return Ok(content);
        }
        // A variable: what it holds says more than where its type comes from.
        if asked.is_plain
            && let Some(value) = self.run(request, &asked.word, true).await?.result
        {
            shown += &format!("\n\n{value}");
        }
        Ok(found(Some(&shown)))
    }

    /// A client's cell as evcxr shall read it.
    fn text(&self, code: &str) -> Text {
        Text::new(code, &self.facts.dependencies(code).replacements)
    }

    /// Has evcxr say what it knows of the last name of `code`.
    async fn hover(&mut self, request: &Message, code: &str) -> Result<Value, String> {
        // The code is evcxr's already.
        let text = Text::new(code, &[]);
        self.ask_about(request, &text, usize::MAX).await
    }

    /// Asks evcxr what it knows about a place in a cell.
    async fn ask_about(
        &mut self,
        request: &Message,
        text: &Text,
        at: usize,
    ) -> Result<Value, String> {
        let mut inner = request.clone();
        inner.content["code"] = json!(text.code());
        inner.content["cursor_pos"] = json!(text.to_evcxr(at));
        Ok(self.ask(&inner).await?.content)
    }

    /// evcxr has one target for comms; any other is closed at once, as nobody listens to it.
    async fn open_comm(&mut self, request: &Message) -> Result<Value, String> {
        if request.text("target_name") == CHECK {
            let outputs = self.outputs.clone();
            let pass_on = move |output| _ = outputs.send(output);
            self.evcxr.tell(request, pass_on).await?;
        } else {
            let content = json!({"comm_id": request.content["comm_id"], "data": {}});
            self.publish(request.child("comm_close", content));
        }
        Ok(Value::Null)
    }
}

/// The place that a client asks about: the end, if it names none.
fn cursor(request: &Message) -> usize {
    let at = request.content["cursor_pos"].as_u64();
    at.and_then(|at| usize::try_from(at).ok())
        .unwrap_or(usize::MAX)
}

fn number(value: &Value) -> usize {
    value
        .as_u64()
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0)
}

/// The content of the answer to an `inspect_request`.
fn found(text: Option<&str>) -> Value {
    match text {
        Some(text) => json!({
            "status": "ok",
            "found": true,
            "data": {"text/plain": text},
            "metadata": {},
        }),
        None => json!({"status": "ok", "found": false, "data": {}, "metadata": {}}),
    }
}

/// What is said of a cell that somebody has stopped.
fn stopped(stop: Stop) -> Words {
    match stop {
        Stop::BeforeItRan => words!("Stopped before it ran; all variables are as they were."),
        Stop::WhileItRan => {
            words!("Stopped. The variables are gone: choose Run → Run All Above Selected Cell.")
        }
    }
}
