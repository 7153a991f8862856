pub const VARIABLE_CHANGED_TYPE: &str = "EVCXR_VARIABLE_CHANGED_TYPE:";
pub const USER_ERROR_OCCURRED: &str = "EVCXR_ERROR_OCCURRED";

pub struct VariableStore {
    variables: Vec<(String, Box<dyn std::any::Any>)>,
}

impl VariableStore {
    pub fn new() -> VariableStore {
        VariableStore {
            variables: Vec::new(),
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.variables.iter().position(|(known, _)| known == name)
    }

    fn put(&mut self, name: &str, value: Box<dyn std::any::Any>) {
        match self.place(name) {
            Some(place) => self.variables[place].1 = value,
            None => self.variables.push((name.to_owned(), value)),
        }
    }

    fn take(&mut self, name: &str) -> Box<dyn std::any::Any> {
        match self.place(name) {
            Some(place) => self.variables.swap_remove(place).1,
            None => panic!("Variable '{name}' has gone missing"),
        }
    }

    fn changed_type(name: &str) -> bool {
        eprintln!("The type of the variable {name} was redefined, so was lost.");
        println!("{VARIABLE_CHANGED_TYPE}{name}");
        false
    }

    pub fn put_variable<T: 'static>(&mut self, name: &str, value: T) {
        self.put(name, Box::new(value));
    }

    pub fn check_variable<T: 'static>(&mut self, name: &str) -> bool {
        match self.place(name) {
            Some(place) if !self.variables[place].1.is::<T>() => Self::changed_type(name),
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
        name: &str,
        create: F,
    ) -> std::sync::Arc<T> {
        if self.place(name).is_none() {
            self.put(name, Box::new(std::sync::Arc::new(create())));
        }
        let shared = self
            .place(name)
            .and_then(|place| self.variables[place].1.downcast_ref());
        shared
            .map(std::sync::Arc::clone)
            .expect("a lazy_arc keeps its type")
    }
}

pub fn create_variable_store() -> *mut VariableStore {
    Box::into_raw(Box::new(VariableStore::new()))
}
