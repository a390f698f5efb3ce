mod damage;
mod forward;
mod model;
mod reference;
