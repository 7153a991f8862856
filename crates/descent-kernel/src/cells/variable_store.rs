pub const VARIABLE_CHANGED_TYPE: &str = "EVCXR_VARIABLE_CHANGED_TYPE:";
pub const USER_ERROR_OCCURRED: &str = "EVCXR_ERROR_OCCURRED";

pub struct VariableStore {
    first: Option<Box<Variable>>,
}

struct Variable {
    name: &'static str,
    value: Box<dyn std::any::Any>,
    next: Option<Box<Variable>>,
}

impl VariableStore {
    pub fn new() -> VariableStore {
        VariableStore { first: None }
    }

    fn place(&mut self, name: &str) -> &mut Option<Box<Variable>> {
        let mut place = &mut self.first;
        while place.as_ref().is_some_and(|known| known.name != name) {
            place = &mut place.as_mut().expect("it is there").next;
        }
        place
    }

    fn put(&mut self, name: &'static str, value: Box<dyn std::any::Any>) {
        let place = self.place(name);
        match place {
            Some(known) => known.value = value,
            None => {
                *place = Some(Box::new(Variable {
                    name,
                    value,
                    next: None,
                }))
            }
        }
    }

    fn take(&mut self, name: &str) -> Box<dyn std::any::Any> {
        let place = self.place(name);
        match place.take() {
            Some(known) => {
                *place = known.next;
                known.value
            }
            None => panic!("Variable '{name}' has gone missing"),
        }
    }

    fn changed_type(name: &str) -> bool {
        println!("{VARIABLE_CHANGED_TYPE}{name}");
        false
    }

    pub fn put_variable<T: 'static>(&mut self, name: &'static str, value: T) {
        self.put(name, Box::new(value));
    }

    pub fn check_variable<T: 'static>(&mut self, name: &str) -> bool {
        match self.place(name) {
            Some(known) if !known.value.is::<T>() => Self::changed_type(name),
            _ => true,
        }
    }

    pub fn take_variable<T: 'static>(&mut self, name: &str) -> T {
        match self.take(name).downcast() {
            Ok(value) => *value,
            Err(_) => panic!("Variable changed type"),
        }
    }

    pub fn lazy_arc<T: 'static, F: FnOnce() -> T>(
        &mut self,
        name: &'static str,
        create: F,
    ) -> std::sync::Arc<T> {
        if self.place(name).is_none() {
            self.put(name, Box::new(std::sync::Arc::new(create())));
        }
        let shared = self
            .place(name)
            .as_ref()
            .and_then(|known| known.value.downcast_ref());
        shared
            .map(std::sync::Arc::clone)
            .expect("a lazy_arc keeps its type")
    }
}

pub fn create_variable_store() -> *mut VariableStore {
    Box::into_raw(Box::new(VariableStore::new()))
}
